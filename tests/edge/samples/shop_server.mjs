// What the server of a shop of one's own sends, quoted by docs/guides/custom_shop.md and run by tests/edge/guide_samples.test.mjs.
import { createHmac, randomUUID } from "node:crypto";

// region: report
/** Tells an order; call it again until it gives true, with the very same order. */
export async function report(order, { url, key }) {
  const reply = await fetch(`${url}/v1/conversions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(order),
  });
  if (reply.ok) return true; // accepted, a revision or a duplicate: it is in the database
  if (reply.status === 429 || reply.status >= 500) return false; // later
  throw new Error(`order ${order.order_id}: ${await reply.text()}`); // 422 names the field, 409 what contradicts it
}
// endregion

// region: order
/** An order of the shop in the words of /v1/conversions; `form` is what the checkout sent, with the snippet's field. */
export const orderOf = (order, form) => ({
  kind: "sale",
  order_id: String(order.id),
  occurred_at: order.placedAt.toISOString(),
  currency: order.currency,
  total_minor: order.totalCents, // what the customer paid, in the smallest unit: 7930 is 79.30 EUR, 1580 is 1580 JPY
  tax_minor: order.taxCents,
  shipping_minor: order.shippingCents,
  touches: form.wm, // a text as it came, or nothing
  ...(order.code && { code: order.code }),
  customer: order.email, // kept as a keyed hash only
});
// endregion

// region: refund
/** All or a part of an order that went back; `refund.id` is the same whenever it is told again. */
export const refundOf = (refund) => ({
  kind: "refund",
  refund_id: String(refund.id),
  order_id: String(refund.orderId),
  occurred_at: refund.madeAt.toISOString(),
  currency: refund.currency,
  total_minor: refund.cents,
});
// endregion

// region: signed
/** The same report to a source of kind `standard`, signed as Standard Webhooks says; `secret` is the source's. */
export function signed(order, { url, secret }) {
  const [id, at, body] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1000), JSON.stringify(order)];
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": `v1,${signature}` },
    body,
  });
}
// endregion
