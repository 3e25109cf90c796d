/**
 * The icon sets of Polymer (`@polymer/iron-icons`, BSD-3-Clause) as data. Each set is a chunk of its own, fetched when
 * its first icon is shown; the package's text is kept as it is, licence notice included, and read for its drawings.
 */

type Loading = () => Promise<{ default: string }>;
type Drawings = ReadonlyMap<string, Element>;

const SETS: Readonly<Record<string, Loading>> = {
  icons: () => import("@polymer/iron-icons/iron-icons.js?raw"),
  av: () => import("@polymer/iron-icons/av-icons.js?raw"),
  communication: () => import("@polymer/iron-icons/communication-icons.js?raw"),
  device: () => import("@polymer/iron-icons/device-icons.js?raw"),
  editor: () => import("@polymer/iron-icons/editor-icons.js?raw"),
  hardware: () => import("@polymer/iron-icons/hardware-icons.js?raw"),
  image: () => import("@polymer/iron-icons/image-icons.js?raw"),
  maps: () => import("@polymer/iron-icons/maps-icons.js?raw"),
  notification: () => import("@polymer/iron-icons/notification-icons.js?raw"),
  places: () => import("@polymer/iron-icons/places-icons.js?raw"),
  social: () => import("@polymer/iron-icons/social-icons.js?raw"),
};

const loaded = new Map<string, Promise<Drawings>>();

function drawingsIn(text: string): Drawings {
  const markup = text.slice(text.indexOf("<svg"), text.lastIndexOf("</svg>") + "</svg>".length);
  const groups = new DOMParser().parseFromString(markup, "text/html").querySelectorAll("g[id]");
  return new Map([...groups].map((group) => [group.id, group]));
}

async function load(set: string): Promise<Drawings> {
  const { default: text } = await SETS[set]!();
  return drawingsIn(text);
}

/**
 * The drawing of an icon, e.g. `star`, `icons:star` or `maps:place`, to be put into an `<svg viewBox="0 0 24 24">`.
 *
 * @returns `null` if there is no such icon. Rejects if the set cannot be fetched.
 */
export async function ironIcon(name: string): Promise<Element | null> {
  const [id, set = "icons"] = name.trim().split(":").reverse() as [string, string?];
  if (!Object.hasOwn(SETS, set)) return null;
  if (!loaded.has(set)) loaded.set(set, load(set));
  const drawing = (await loaded.get(set)!).get(id)?.cloneNode(true) as Element | undefined;
  // A page must not get one id twice because it shows one icon twice.
  drawing?.removeAttribute("id");
  return drawing ?? null;
}
