// The dashboard starts here.
import { render } from "preact";
import { follow } from "./address";
import { App } from "./app";
import { Guarded } from "./states";
import "./style.css";
import "./analysis.css";

follow();
const place = document.getElementById("app")!;
place.replaceChildren();
render(
  <Guarded>
    <App />
  </Guarded>,
  place,
);
