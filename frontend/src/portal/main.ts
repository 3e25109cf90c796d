/** The labeling site: the list of work keeps itself fresh, the work page works. */
import "./main.css";
import { Desk } from "./desk";
import { keepFresh } from "./job-list";

const list = document.getElementById("job-list");
if (list) keepFresh(list);

const stage = document.getElementById("stage");
if (stage) new Desk().open(stage.dataset["job"] ?? "");
