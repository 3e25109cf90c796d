// What a hostile template tries when somebody has clicked: browsers then allow more. One button an attempt.
const later = (give, ms = 1500) => new Promise((ok, no) => (setTimeout(no, ms), give(ok, no)));
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const heard = (wanted) => later((ok) => addEventListener("message", ({ data }) => data === wanted && ok(true)), 2500);

const attempts = {
  "do something by a click": () => true,
  "fill the screen": () => document.documentElement.requestFullscreen().then(() => true),
  "hold the pointer": () => later((ok, no) => ((document.onpointerlockchange = () => ok(true)), (document.onpointerlockerror = no), document.body.requestPointerLock())),
  "read the clipboard": () => navigator.clipboard.readText().then(() => true),
  "ask for the site's storage": () => document.requestStorageAccess().then(() => document.cookie.length > 0),
  "share the screen": () => later((ok, no) => navigator.mediaDevices.getDisplayMedia().then(() => ok(true), no)),
  "pick a folder": () => later((ok, no) => showDirectoryPicker().then(() => ok(true), no)),
  "ask for money": () => later((ok, no) => new PaymentRequest([{ supportedMethods: "https://example.org/pay" }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } }).show().then(() => ok(true), no)),
  "use a device": () => later((ok, no) => navigator.usb.requestDevice({ filters: [] }).then(() => ok(true), no)),
  "look into a window of the site": () => {
    const opened = open(origin + "/");
    return rest(1200).then(() => opened.document.title || true);
  },
  "read the address of a window of the site": () => {
    const opened = open(origin + "/admin/");
    return rest(1200).then(() => opened.location.href);
  },
  "run a script in a window of the site": () => {
    const opened = open(origin + "/");
    const answer = heard("mine");
    return Promise.all([answer, rest(1000).then(() => (opened.location = "javascript:opener.postMessage('mine', '*')"))]).then(() => true);
  },
  "navigate the page from a window without a page": () => {
    const opened = open("about:blank");
    const target = parent === self ? "opener" : "opener.parent";
    opened.document.write(`<script>try { ${target}.location = "${origin}/reached/opener" } catch {}</` + "script>");
    return rest(1000).then(() => false);
  },
  "have the site's origin in a window without a page": () => open("about:blank").origin === origin,
  "have the site's origin in a window of a blob": () => {
    const answer = heard(origin);
    open(URL.createObjectURL(new Blob(["<script>opener.postMessage(self.origin, '*')</" + "script>"], { type: "text/html" })));
    return answer;
  },
  "open in the page's place": () => (open(origin + "/reached/top", "_top"), rest(800).then(() => false)),
  "open in the parent's place": () => (open(origin + "/reached/parent", "_parent"), rest(800).then(() => false)),
  "follow a link in the page's place": () => (Object.assign(document.createElement("a"), { href: origin + "/reached/link", target: "_top" }).click(), rest(800).then(() => false)),
  "move the page": () => ((top.location = origin + "/reached/moved"), rest(800).then(() => false)),
  "go back in the page's history": () => (top !== self && history.back(), rest(1000).then(() => false)),
};

addEventListener("load", () => {
  const told = document.getElementById("worked");
  const worked = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    const button = document.createElement("button");
    button.textContent = name;
    button.onclick = async () => {
      try {
        if (await attempt()) worked.push(name);
      } catch {
        // It did not work, which is what is wanted.
      }
      told.dataset.worked = JSON.stringify(worked);
      told.append(`[${name}]`);
    };
    document.getElementById("buttons").append(button);
  }
});
