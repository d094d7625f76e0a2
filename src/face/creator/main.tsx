// The page for a creator: their own links, clicks, orders and code uses, opened by a signed address.
import { render } from "preact";
import "../dashboard/style.css";

const place = document.getElementById("app")!;
place.replaceChildren();
render(<p class="state">This page is being made.</p>, place);
