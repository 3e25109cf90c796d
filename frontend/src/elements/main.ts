/** The module bundle: styles the document, upgrades the elements that are used, and talks to the page. */
import { styleDocument } from "../design/document-style";
import { FrameRuntime } from "../frame/runtime";
import { announceReady, parsed } from "./ready";
import { LOADERS } from "./registry";
import { begin } from "./upgrade";

async function start(): Promise<void> {
  const runtime = new FrameRuntime(document);
  await parsed(document);
  styleDocument(document);
  runtime.start();
  begin(LOADERS, document);
  await announceReady(document);
  runtime.ready();
}

void start();
