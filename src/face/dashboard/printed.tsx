// What a printed report is of: days, model and filters as a line, for the fields in which they stand are not printed.
import { place, said } from "./address";
import { useAnswer } from "./api";
import { day, words } from "./format";
import { may, settings } from "./session";
import { range } from "./view";

/** What of the address changes no figure. */
const LOOKS = ["from", "to", "model", "campaign", "sort"];

export function Printed() {
  const { from, to } = range();
  const campaign = said("campaign");
  const named = useAnswer<{ name: string }>(campaign && may("links:read") ? `/v1/campaigns/${encodeURIComponent(campaign)}` : null);
  const rest = [...place.value.query].filter(([name, value]) => value !== "" && !LOOKS.includes(name));
  const parts = [
    `Days: ${day(from)} to ${day(to)} (${settings.value!.zone})`,
    // Elsewhere several models stand beside each other, or another one is usual.
    (said("model") || ["", "creators"].includes(place.value.parts[0] ?? "")) && `model: ${words(said("model") || "payout")}`,
    campaign && `campaign: ${named.data?.name ?? campaign}`,
    ...rest.map(([name, value]) => `${words(name).toLowerCase()}: ${words(value)}`),
  ];
  return <p class="printed">{parts.filter(Boolean).join("; ")}.</p>;
}
