import "./css/charts.css";
import "./css/results.css";
import "./css/loop.css";
import "./css/print.css";

/** A page that prints well offers to; without script the browser's own menu does. */
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
