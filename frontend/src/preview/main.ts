/** The page "Preview a template": the question on one side, on the other what a worker sees and the answer it gives. */
import "./preview.css";
import { Workbench } from "./workbench";

if (document.getElementById("preview")) new Workbench().open();
