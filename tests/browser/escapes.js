// What a hostile template tries. Each gives true if it worked; `origin` is the site's own origin.
const answered = (request) => request.then((response) => response.text()).then((text) => text.length > 0);
const later = (give, ms = 1000) => new Promise((ok, no) => (setTimeout(no, ms), give(ok, no)));
const element = (name, set) => Object.assign(document.createElement(name), set);

const escapes = {
  "run at all": () => true,
  "read the page's document": () => parent !== self && parent.document.title,
  "read the page's address": () => parent !== self && parent.location.href,
  "reach the page through top": () => top !== self && top.document.body.innerHTML,
  "write into the page": () => parent !== self && (parent.document.body.innerHTML = "x"),
  "call a function of the page": () => parent !== self && parent.eval("1"),
  "read the element that holds the frame": () => frameElement.ownerDocument.title,
  "take the sandbox off": () => frameElement.removeAttribute("sandbox") === undefined,
  "look into the frames beside": () => [...Array(parent.length).keys()].some((i) => parent[i] !== self && parent[i].document.title),
  "leave a mark on the page's window": () => parent !== self && (parent.mark = 1),
  "name the page's window": () => parent !== self && (parent.name = "mine"),
  "read cookies": () => document.cookie.length > 0,
  "set cookies": () => ((document.cookie = "a=1"), document.cookie.includes("a=1")),
  "use local storage": () => localStorage.length >= 0,
  "use session storage": () => sessionStorage.length >= 0,
  "open a database": () => later((ok, no) => Object.assign(indexedDB.open("x"), { onsuccess: () => ok(true), onerror: no })),
  "use the cache": () => caches.open("x").then(() => true),
  "register a service worker": () => navigator.serviceWorker.register("/sw.js").then(() => true),
  "hear the site's other pages": () => later((ok) => (new BroadcastChannel("x"), self.origin === origin && ok(true)), 100),
  "have the site's origin": () => self.origin === origin,
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
  "load a page of the site as a script": () =>
    later((ok, no) => document.head.append(element("script", { src: origin + "/sign-in/", onload: () => ok(true), onerror: no }))),
  "show the list of work in a frame": () =>
    later((ok, no) => {
      const frame = element("iframe", { src: origin + "/", onload: () => (frame.contentDocument ? ok(true) : no()) });
      document.body.append(frame);
    }),
  "make a frame with the site's rights": () =>
    later((ok) => {
      const frame = element("iframe", { srcdoc: "<script>parent.postMessage(self.origin, '*')</" + "script>" });
      addEventListener("message", (event) => event.source === frame.contentWindow && event.data === origin && ok(true));
      document.body.append(frame);
    }),
  "start a worker of the site": () => Boolean(new Worker(origin + "/static/portal/portal.js")),
  "use the camera": () => later((ok) => navigator.mediaDevices.getUserMedia({ video: true }).then(() => ok(true))),
  "know where somebody is": () => later((ok, no) => navigator.geolocation.getCurrentPosition(() => ok(true), no)),
  "navigate the page": () => later(() => top !== self && (top.location = "about:blank"), 300),
  "send a form": () => {
    const sent = element("form", { method: "post", action: origin + "/sign-out/" });
    document.body.append(sent);
    return later((ok, no) => (document.addEventListener("securitypolicyviolation", no), sent.submit()), 300);
  },
};

addEventListener("load", async () => {
  const worked = [];
  for (const [name, attempt] of Object.entries(escapes)) {
    try {
      if (await attempt()) worked.push(name);
    } catch {
      // It did not work, which is what is wanted.
    }
  }
  document.getElementById("worked").textContent = JSON.stringify(worked);
});
