// What a hostile template tries. Each gives true if it worked; `origin` is the site's own origin, `store` the object
// store's. Those in `blind` cannot see what came of them: the test looks at what reached the site.
const answered = (request) => request.then((response) => response.text()).then((text) => text.length > 0);
const later = (give, ms = 1500) => new Promise((ok, no) => (setTimeout(no, ms), give(ok, no)));
const element = (name, set) => Object.assign(document.createElement(name), set);
const put = (name, set) => document.body.appendChild(element(name, set));
const beside = () => [...Array(parent.length).keys()].map((i) => parent[i]).filter((one) => one !== self);
const loads = (name, set) => later((ok, no) => put(name, { ...set, onload: () => ok(true), onloadeddata: () => ok(true), onerror: no }));
const framed = (set, sandbox) =>
  later((ok) => {
    const frame = element("iframe", set);
    if (sandbox) frame.sandbox = sandbox;
    addEventListener("message", (event) => event.source === frame.contentWindow && event.data === origin && ok(true));
    document.body.append(frame);
  });
const tellOrigin = "<script>parent.postMessage(self.origin, '*')</" + "script>";
const text = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
const inWorker = (code) => later((ok, no) => Object.assign(new Worker(text(code)), { onmessage: ({ data }) => (data === true ? ok(true) : no()) }));

const page = {
  "run at all": () => true,
  "read the page's document": () => parent !== self && parent.document.title,
  "read the page's address": () => parent !== self && parent.location.href,
  "reach the page through top": () => top !== self && top.document.body.innerHTML,
  "write into the page": () => parent !== self && (parent.document.body.innerHTML = "x"),
  "call a function of the page": () => parent !== self && parent.eval("1"),
  "read a variable of the page": () => parent !== self && parent.localStorage.length >= 0,
  "find something of the page by its name": () => parent !== self && parent["job-title"].textContent,
  "read the page's styles": () => parent !== self && parent.document.styleSheets.length,
  "read the element that holds the frame": () => frameElement.ownerDocument.title,
  "take the sandbox off": () => frameElement.removeAttribute("sandbox") === undefined,
  "look into the frames beside": () => beside().some((one) => one.document.title),
  "read the address of a frame beside": () => beside().some((one) => one.location.href),
  "read the worker's text in a frame beside": () => beside().some((one) => one.document.body.innerText),
  "leave a mark on the page's window": () => parent !== self && (parent.mark = 1),
  "name the page's window": () => parent !== self && (parent.name = "mine"),
  "hear what the page is told": () => parent !== self && !parent.addEventListener("message", () => {}),
  "close the page": () => parent !== self && (parent.close(), parent.closed),
  "share a domain": () => ((document.domain = location.hostname), parent !== self && parent.document.title),
  "have the site's origin": () => self.origin === origin,
};

const kept = {
  "read cookies": () => document.cookie.length > 0,
  "set cookies": () => ((document.cookie = "a=1"), document.cookie.includes("a=1")),
  "read cookies from their store": () => cookieStore.getAll().then((all) => all.length >= 0),
  "use local storage": () => localStorage.length >= 0,
  "use session storage": () => sessionStorage.length >= 0,
  "open a database": () => later((ok, no) => Object.assign(indexedDB.open("x"), { onsuccess: () => ok(true), onerror: no })),
  "list the databases": () => indexedDB.databases().then(() => true),
  "use the cache": () => caches.open("x").then(() => true),
  "keep files": () => navigator.storage.getDirectory().then(() => true),
  "take a lock of the site": () => navigator.locks.request("x", () => true),
  "register a service worker": () => navigator.serviceWorker.register("/sw.js").then(() => true),
  "share a worker": () => later((ok, no) => Object.assign(new SharedWorker(origin + "/static/portal/portal.js").port, { onmessage: ok, onerror: no })),
  "hear the site's other pages": () => later((ok) => (new BroadcastChannel("x"), self.origin === origin && ok(true)), 100),
  "keep something from one item to the next": () => ((self.name = "kept"), beside().some((one) => one.name === "kept")),
};

const network = {
  "read the list of work": () => answered(fetch(origin + "/")),
  "read it with cookies": () => answered(fetch(origin + "/", { credentials: "include" })),
  "read the API": () => answered(fetch(origin + "/api/v1/jobs/", { credentials: "include" })),
  "read the admin": () => answered(fetch(origin + "/admin/", { credentials: "include" })),
  "read its own address again": () => answered(fetch(document.URL)),
  "send blindly": () => fetch(origin + "/sign-out/", { method: "POST", mode: "no-cors", credentials: "include" }).then(() => true),
  "use an old request": () =>
    later((ok, no) => {
      const request = Object.assign(new XMLHttpRequest(), { onload: () => ok(true), onerror: no, withCredentials: true });
      request.open("GET", origin + "/");
      request.send();
    }),
  "listen to server events": () => later((ok, no) => Object.assign(new EventSource(origin + "/"), { onopen: () => ok(true), onerror: no })),
  "open the work socket": () =>
    later((ok, no) => {
      const address = origin.replace("http", "ws") + "/ws/label/00000000-0000-0000-0000-000000000000/";
      Object.assign(new WebSocket(address), { onopen: () => ok(true), onerror: no });
    }),
  "open a stream to the site": () => new WebTransport(origin.replace("http:", "https:")).ready.then(() => true),
  "read the site from a worker": () => inWorker(`fetch("${origin}/").then((r) => r.text()).then((t) => postMessage(t.length > 0), () => postMessage(0))`),
  "load the site in a worker": () => inWorker(`try { importScripts("${origin}/sign-in/"); postMessage(true) } catch { postMessage(0) }`),
  "read cookies from a worker": () => inWorker(`try { cookieStore.getAll().then(() => postMessage(true), () => postMessage(0)) } catch { postMessage(0) }`),
  "load a page of the site as a script": () => loads("script", { src: origin + "/sign-in/" }),
  "load a page of the site as a module": () => import(origin + "/sign-in/").then(() => true),
  "load a page of the site as a style": () => loads("link", { rel: "stylesheet", href: origin + "/sign-in/" }),
  "load a page of the site as a picture": () => loads("img", { src: origin + "/admin/" }),
  "load a page of the site as an object": () => loads("object", { data: origin + "/" }).then(() => document.querySelector("object").contentDocument.title),
  "list what the store has": () => fetch(store + "/").then((response) => response.ok),
  "write into the store": () => fetch(store + "/x/y", { method: "PUT", body: "x" }).then((response) => response.ok),
};

const frames = {
  "show the list of work in a frame": () =>
    later((ok, no) => {
      const frame = put("iframe", { src: origin + "/", onload: () => (frame.contentDocument ? ok(true) : no()) });
    }),
  "make a frame with the site's rights": () => framed({ srcdoc: tellOrigin }),
  "give a frame more than it has itself": () => framed({ srcdoc: tellOrigin }, "allow-scripts allow-same-origin allow-top-navigation"),
  "make a frame of a blob with the site's rights": () => framed({ src: URL.createObjectURL(new Blob([tellOrigin], { type: "text/html" })) }),
  "make a frame of data with the site's rights": () => framed({ src: "data:text/html," + encodeURIComponent(tellOrigin) }),
  "make a frame of a script with the site's rights": () => framed({ src: "javascript:parent.postMessage(self.origin, '*')" }),
  "make a frame without a page with the site's rights": () => put("iframe", {}).contentWindow.origin === origin,
  "start a worker of the site": () => Boolean(new Worker(origin + "/static/portal/portal.js")),
  "move what addresses mean": () => (document.head.append(element("base", { href: origin + "/" })), new URL("x", document.baseURI).href === origin + "/x" && !location.href.endsWith("/x") && document.baseURI === origin + "/"),
  "give modules of the site another name": () => (document.head.append(element("script", { type: "importmap", textContent: `{"imports":{"x":"${origin}/sign-in/"}}` })), import("x").then(() => true)),
};

const devices = {
  "use the camera": () => later((ok, no) => navigator.mediaDevices.getUserMedia({ video: true }).then(() => ok(true), no)),
  "use the microphone": () => later((ok, no) => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => ok(true), no)),
  "know where somebody is": () => later((ok, no) => navigator.geolocation.getCurrentPosition(() => ok(true), no)),
  "show notices": () => later((ok, no) => Notification.requestPermission().then((answer) => (answer === "granted" ? ok(true) : no()))),
  "know a person's keys": () => later((ok, no) => navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }).then(() => ok(true), no)),
  "know a person's password": () => later((ok, no) => navigator.credentials.get({ password: true }).then((found) => (found ? ok(true) : no()), no)),
  "know the other screens": () => getScreenDetails().then(() => true),
  "know the person's fonts": () => queryLocalFonts().then((fonts) => fonts.length > 0),
  "use instruments": () => later((ok, no) => navigator.requestMIDIAccess().then(() => ok(true), no)),
  "hold the keyboard": () => navigator.keyboard.lock().then(() => parent !== self),
};

const blind = {
  beacon: () => navigator.sendBeacon(origin + "/reached/beacon"),
  picture: () => put("img", { src: origin + "/reached/picture" }),
  background: () => put("i", { style: `background: url(${origin}/reached/background)`, textContent: "x" }),
  font: () => (put("style", { textContent: `@font-face { font-family: x; src: url(${origin}/reached/font) } b { font: 1em x }` }), put("b", { textContent: "x" })),
  video: () => put("video", { src: origin + "/reached/video" }),
  prefetch: () => put("link", { rel: "prefetch", href: origin + "/reached/prefetch" }),
  preload: () => put("link", { rel: "preload", as: "fetch", href: origin + "/reached/preload" }),
  prerender: () => put("link", { rel: "prerender", href: origin + "/reached/prerender" }),
  manifest: () => put("link", { rel: "manifest", href: origin + "/reached/manifest" }),
  icon: () => put("link", { rel: "icon", href: origin + "/reached/icon" }),
  rules: () => put("script", { type: "speculationrules", textContent: `{"prefetch":[{"urls":["${origin}/reached/rules"],"eagerness":"immediate"}]}` }),
  ping: () => put("a", { href: "#", ping: origin + "/reached/ping" }).click(),
  form: () => put("form", { method: "post", action: origin + "/reached/form" }).submit(),
  "form for the page": () => put("form", { action: origin + "/reached/form-top", target: "_top" }).submit(),
  socket: () => new WebSocket(origin.replace("http", "ws") + "/reached/socket"),
  peer: () => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: origin.replace("http://", "turn:") + "?transport=tcp", username: "a", credential: "b" }] });
    peer.createDataChannel("x");
    return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  },
};

// The page has to stand where it stood after each of these.
const leaving = {
  "navigate the page": () => top !== self && (top.location = origin + "/reached/top"),
  "replace the page": () => parent !== self && parent.location.replace(origin + "/reached/replace"),
  "run a script in the page": () => top !== self && (top.location = "javascript:document.title='mine'"),
  "navigate a frame beside": () => beside().forEach((one) => (one.location = origin + "/reached/beside")),
  "open in the page by name": () => top !== self && open(origin + "/reached/named", "_top"),
  "open in the parent by name": () => parent !== self && open(origin + "/reached/parent", "_parent"),
  "a link for the page": () => parent !== self && put("a", { href: origin + "/reached/link", target: "_top" }).click(),
  "an order to load again": () => parent !== self && parent.history.go(0),
  "a frame that goes up": () => parent !== self && put("iframe", { srcdoc: `<script>top.location = "${origin}/reached/nested"</` + "script>" }),
};

const tried = async ([name, attempt]) => {
  try {
    return (await attempt()) ? [name] : [];
  } catch {
    return []; // It did not work, which is what is wanted.
  }
};

addEventListener("load", async () => {
  const groups = [page, kept, network, frames, devices];
  const worked = await Promise.all(groups.flatMap((group) => Object.entries(group)).map(tried));
  for (const one of [...Object.entries(blind), ...Object.entries(leaving)]) await tried(one);
  setTimeout(() => (document.getElementById("worked").textContent = JSON.stringify(worked.flat())), 1500);
});
