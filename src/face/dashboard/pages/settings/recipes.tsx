// What each kind of source is, and the first steps of its recipe (src/domain/source/recipes.md has all of it).
import type { ComponentChildren } from "preact";
import type { Option } from "./fields";

export const KINDS: Option[] = [
  ["shopify", "Shopify", "Its webhooks of orders and refunds."],
  ["stripe", "Stripe", "Its webhooks of payments, subscriptions, refunds and disputes."],
  ["woocommerce", "WooCommerce", "Its webhooks of orders."],
  ["standard", "A shop of your own", "Your server sends our own reports, signed as Standard Webhooks says."],
  ["ga4", "Google tags", "A server-side tag container sends purchases as it would to Google Analytics."],
  ["postback", "Postback", "An address that a network or a page calls, with a token."],
];

/** Whose platform chooses the secret. */
export const theirs = (kind: string): boolean => ["shopify", "stripe", "woocommerce"].includes(kind);

/** Where the platform shows its secret. */
export const SECRET: Record<string, string> = {
  shopify: "It stands below the list of webhooks: \"Your webhooks will be signed with ...\".",
  stripe: "It stands with the endpoint, once that is made: it begins with whsec_.",
  woocommerce: "The one that you type into the webhook there: 16 characters or more, without & < > and quotes.",
};

/** What may be said for the order's number, by kind. */
export const ORDER_FIELD: Record<string, string> = {
  shopify: "id, where it is left empty; or name, order_number, confirmation_number.",
  stripe: "metadata.order_id, where it is left empty.",
  woocommerce: "id, where it is left empty; or number, order_key.",
  ga4: "transaction_id, where it is left empty; or any parameter.",
  postback: "order_id, where it is left empty; or any parameter.",
  standard: "Always order_id.",
};

/** The address that a platform is given; `secret` where it stands in it. */
export function addressOf(kind: string, handle: string, secret = "SECRET"): string {
  const { origin } = location;
  if (kind === "postback") return `${origin}/postback?source=${handle}&token=${secret}&kind=sale&order_id=...&total=79.30&currency=EUR&click_id=...`;
  return `${origin}/v1/hooks/${handle}${kind === "ga4" ? `?api_secret=${secret}` : ""}`;
}

const STEPS: Record<string, ComponentChildren[]> = {
  shopify: [
    "In Shopify: Settings, Notifications, Webhooks.",
    "Make one each for Order creation, Order payment, Order update, Order cancellation and Refund create, format JSON, with the address above.",
    "Copy the secret below that list into this source.",
    <>For the touches of creators put the snippet of a site into the theme, with data-cart="shopify".</>,
  ],
  stripe: [
    "In Stripe: Developers, Webhooks, add an endpoint with the address above.",
    "Choose checkout.session.completed, checkout.session.async_payment_succeeded, invoice.paid, invoice_payment.paid, charge.refunded and the charge.dispute events.",
    "Copy its signing secret into this source.",
    "Give the checkout metadata.order_id and the field wm, which the snippet fills.",
  ],
  woocommerce: [
    "In WordPress: WooCommerce, Settings, Advanced, Webhooks.",
    "Make one each for Order created, Order updated and Order deleted, status Active, with the address above as delivery address.",
    "Type the same secret there and here.",
    "The landing page comes along by itself where order attribution is on; the snippet adds all touches.",
  ],
  standard: [
    "Let your server POST the body of /v1/conversions to the address above.",
    "Sign it with the secret as Standard Webhooks says (webhook-id, webhook-timestamp, webhook-signature); there are libraries for most languages.",
    "Send a test order with \"test\": true first: it is answered as ignored.",
  ],
  ga4: [
    "In the server container make a tag that sends HTTP requests to the address above.",
    "Trigger it on purchase, refund and generate_lead.",
    "Send the goods alone as value, as Google defines it; tax and shipping stand beside it.",
  ],
  postback: [
    "Give the network the address above and let it fill in order, total, currency and click id.",
    "Its sales are kept as unverified until a server says the same, unless you trust it.",
    "Whoever can read the address can send sales: trust it only where nobody but the network knows it.",
  ],
};

/** The first steps for a kind. */
export function Steps({ kind }: { kind: string }) {
  return (
    <ol>
      {(STEPS[kind] ?? []).map((step) => (
        <li>{step}</li>
      ))}
    </ol>
  );
}
