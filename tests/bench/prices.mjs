// The price list, in one place, and what a million clicks cost by it.

/** Cloudflare's Workers Paid list in US dollars, beyond the included amounts, as read on 2026-11-20. */
export const PRICES = {
  read_on: "2026-11-20",
  request: 0.30 / 1e6,
  cpu_ms: 0.02 / 1e6,
  kv_read: 0.50 / 1e6,
  kv_write: 5.00 / 1e6,
  queue_operation: 0.40 / 1e6, // each 64 KB written, read or deleted
  d1_row_read: 0.001 / 1e6,
  d1_row_written: 1.00 / 1e6,
};

/**
 * Dollars for a million clicks, part by part, from the operations counted over `clicks` clicks and the CPU of one.
 * A queue consumer's run is priced as a request and the local CPU contains the simulators of KV, D1 and the queue:
 * both err on the dear side.
 */
export function perMillionClicks(counted, clicks, cpuUs) {
  const million = (amount) => (amount / clicks) * 1e6;
  const parts = {
    requests: million(clicks + counted.consumer_runs) * PRICES.request,
    cpu: cpuUs * 1e3 * PRICES.cpu_ms,
    kv: million(counted.kv_reads) * PRICES.kv_read + million(counted.kv_writes) * PRICES.kv_write,
    queue: million(counted.queue_operations) * PRICES.queue_operation,
    d1: million(counted.rows_written) * PRICES.d1_row_written + million(counted.rows_read) * PRICES.d1_row_read,
  };
  return { ...parts, all: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
