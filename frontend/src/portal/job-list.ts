/** The list of work keeps itself fresh while somebody looks at it. */

const EVERY = 5_000;

export function keepFresh(list: HTMLElement): void {
  const look = async (): Promise<void> => {
    if (document.hidden) return;
    const answer = await fetch("?part=list", { cache: "no-store" });
    if (answer.redirected) return window.location.reload();
    if (answer.ok) replace(list, await answer.text());
  };
  // A look that fails (no network) is made up for by the next one.
  const tryLook = (): void => void look().catch(() => undefined);
  window.setInterval(tryLook, EVERY);
  document.addEventListener("visibilitychange", tryLook);
}

/** Only if something changed; the focus stays on the same link. */
function replace(list: HTMLElement, html: string): void {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  if (fresh.innerHTML === list.innerHTML) return;
  const at = list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  list.replaceChildren(fresh.content);
  if (at) list.querySelector<HTMLElement>(`a[href="${CSS.escape(at)}"]`)?.focus();
}
