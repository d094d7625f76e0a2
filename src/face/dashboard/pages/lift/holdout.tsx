// The form for a test in which chance decided who could see it: its two groups, and what an order and all of it cost.
import { useState } from "preact/hooks";
import { change, said } from "../../address";
import type { Problem } from "../../api";
import { Box } from "../../fields";
import { DIGITS, decimal } from "../../format";

const NAMES = ["exposed", "control", "exposed_share", "order_minor", "cost_minor", "margin"];

/** An amount as people type it in minor units, exactly; null where it is none, or has more digits than its currency. */
export function minor(text: string, digits: number): string | null {
  const [, whole, part = ""] = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || part.length > digits) return null;
  return String(Number(whole + part.padEnd(digits, "0")));
}

type Typed = Record<"exposed_orders" | "exposed_people" | "control_orders" | "control_people" | "exposed_share" | "order" | "cost" | "margin", string>;

export function HoldoutForm({ problem, currency }: { problem: Problem | null; currency: string | null }) {
  const digits = currency ? (DIGITS[currency] ?? 2) : 0;
  const amount = (name: string) => {
    const text = said(name);
    return currency && /^\d{1,15}$/.test(text) ? decimal(Number(text), currency) : text;
  };
  const arm = (name: string) => said(name).split("/", 2);
  const [typed, type] = useState<Typed>({
    exposed_orders: arm("exposed")[0] ?? "",
    exposed_people: arm("exposed")[1] ?? "",
    control_orders: arm("control")[0] ?? "",
    control_people: arm("control")[1] ?? "",
    exposed_share: said("exposed_share"),
    order: amount("order_minor"),
    cost: amount("cost_minor"),
    margin: said("margin"),
  });
  const [wrong, setWrong] = useState<Record<string, string>>({});
  function send(event: Event) {
    event.preventDefault();
    const found: Record<string, string> = {};
    const money = (name: "order" | "cost") => {
      if (typed[name].trim() === "") return "";
      const sum = minor(typed[name], digits);
      if (sum === null) found[name] = digits > 0 ? `Write an amount such as ${(80).toFixed(digits)}.` : "Write a whole amount such as 80.";
      return sum;
    };
    const both = (orders: string, people: string) => (orders.trim() || people.trim() ? `${orders.trim()}/${people.trim()}` : "");
    const next = {
      exposed: both(typed.exposed_orders, typed.exposed_people),
      control: both(typed.control_orders, typed.control_people),
      exposed_share: typed.exposed_share.trim(),
      order_minor: money("order"),
      cost_minor: money("cost"),
      margin: typed.margin.trim(),
    };
    setWrong(found);
    if (Object.keys(found).length === 0) change(next);
  }
  const unit = currency ?? "minor units";
  const field = (name: keyof Typed, label: string, at: string, hint = "") => {
    const fault = wrong[name] ?? problem?.at(at);
    return <Box label={label} hint={hint} wrong={fault} kind="decimal" value={typed[name]} typed={(text) => type({ ...typed, [name]: text })} />;
  };
  return (
    <details class="panel" open={NAMES.some((name) => said(name) !== "")}>
      <summary>Enter a test in which chance decided who could see it</summary>
      <p class="notes">Chance splits people, places or days into those who could see the creator and those who could not; count the buyers of both. Only such a test says what was caused.</p>
      <form class="form" onSubmit={send} aria-label="A test in which chance decided">
        <div class="row">
          {field("exposed_orders", "Could see it: buyers", "exposed")}
          {field("exposed_people", "Could see it: people", "exposed")}
          {field("control_orders", "Could not: buyers", "control")}
          {field("control_people", "Could not: people", "control")}
        </div>
        <div class="row">
          {field("exposed_share", "Part that was meant to see it", "exposed_share", "0.5 where it is left empty.")}
          {field("order", `An order brings (${unit})`, "order_minor")}
          {field("cost", `It all cost (${unit})`, "cost_minor")}
          {field("margin", "Margin", "margin", "0.4 is 40 percent.")}
        </div>
        <div class="row">
          <button type="submit">Work it out</button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              type({ exposed_orders: "", exposed_people: "", control_orders: "", control_people: "", exposed_share: "", order: "", cost: "", margin: "" });
              setWrong({});
              change(Object.fromEntries(NAMES.map((name) => [name, null])));
            }}
          >
            Take the test away
          </button>
        </div>
      </form>
    </details>
  );
}
