// The template of a tag in Google's server container, as src/domain/source/recipes.md and docs/guides/tag_manager.md give it.
/* region: template */
const sendHttpRequest = require('sendHttpRequest');
const getAllEventData = require('getAllEventData');
const JSON = require('JSON');
const event = getAllEventData();
const params = {};
['transaction_id', 'value', 'currency', 'tax', 'shipping', 'coupon', 'items', 'page_location', 'customer_type', 'refund_id',
  'lead_id', 'wm'].forEach((name) => { if (event[name] !== undefined) params[name] = event[name]; });
const body = { client_id: event.client_id, user_id: event.user_id, events: [{ name: event.event_name, params: params }] };
sendHttpRequest(data.url, { method: 'POST', headers: { 'content-type': 'application/json' }, timeout: 5000 }, JSON.stringify(body))
  .then((reply) => reply.statusCode < 300 ? data.gtmOnSuccess() : data.gtmOnFailure(), data.gtmOnFailure);
/* endregion */
