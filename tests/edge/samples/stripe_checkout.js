// The checkout of a shop that pays by Stripe, as src/domain/source/recipes.md and docs/guides/stripe.md give it; run with
// `request`, `order`, `line_items`, `success_url` and the official client as `stripe`.
/* region: session */
const wm = String(request.body.wm ?? '').slice(0, 500);
const last = wm.split(',').filter((touch) => /^[\w-]{39}$/.test(touch)).at(-1);
const session = await stripe.checkout.sessions.create({
  mode: 'payment',
  line_items,
  success_url,
  client_reference_id: last,
  metadata: { order_id: order.id, wm },
  payment_intent_data: { metadata: { order_id: order.id } },
  // mode 'subscription' instead: subscription_data: { metadata: { wm } }
});
/* endregion */
