// Senders that are not ours: the official clients sign (Stripe, Standard Webhooks) or confirm what node:crypto signed (Shopify).
import { createHmac } from "node:crypto";
import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";

const stripeClient = new Stripe("sk_test_of_nobody");

/** Base64 of the HMAC-SHA256 of a body, as Shopify and WooCommerce send it. */
export const hmac = (secret, body) => createHmac("sha256", secret).update(body).digest("base64");

/** The headers of a Shopify webhook. */
export const shopify = (secret, body, topic = "orders/paid") => ({
  "x-shopify-hmac-sha256": hmac(secret, body),
  "x-shopify-topic": topic,
  "x-shopify-shop-domain": "brand.myshopify.com",
  "x-shopify-api-version": "2026-04",
  "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  "content-type": "application/json",
});

/** What the official Shopify library says of a request. */
export async function shopifyTakes(secret, headers, body) {
  const api = shopifyApi({
    apiKey: "key", apiSecretKey: secret, hostName: "app.example", apiVersion: ApiVersion.April26, isEmbeddedApp: false,
    logger: { level: 0, log: () => {} },
  });
  const rawRequest = { method: "POST", url: "/", headers };
  return (await api.webhooks.validate({ rawBody: body, rawRequest, rawResponse: {} })).valid;
}

/** The header of a Stripe webhook, made by the official client; `late` seconds ago. */
export const stripe = (secret, body, late = 0) => ({
  "stripe-signature": stripeClient.webhooks.generateTestHeaderString({
    payload: body, secret, timestamp: Math.floor(Date.now() / 1000) - late,
  }),
});

/** What the official Stripe client says of a request. */
export function stripeTakes(secret, headers, body) {
  try {
    return stripeClient.webhooks.signature.verifyHeader(body, headers["stripe-signature"], secret, 300);
  } catch {
    return false;
  }
}

/** The headers of a Standard Webhook, made by the official library; `late` seconds ago. */
export function standard(secret, body, { id = `msg_${Math.random().toString(36).slice(2)}`, late = 0 } = {}) {
  const at = new Date((Math.floor(Date.now() / 1000) - late) * 1000);
  return {
    "webhook-id": id,
    "webhook-timestamp": String(at.getTime() / 1000),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
    "content-type": "application/json",
  };
}

/** What the official Standard Webhooks library says of a request. */
export function standardTakes(secret, headers, body) {
  try {
    return new Webhook(secret).verify(body, headers) !== undefined;
  } catch {
    return false;
  }
}

/** The headers of a WooCommerce webhook; WordPress decodes the secret's entities before it signs. */
export const woocommerce = (secret, body, topic = "order.created") => ({
  "x-wc-webhook-signature": hmac(secret, body),
  "x-wc-webhook-topic": topic,
  "content-type": "application/json",
});
