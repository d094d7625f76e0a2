-- Replays a plan (path, address and user agent a line) over and over, and counts every answer that is not a 302.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  plan, at, other = {}, 0, 0
  for line in io.lines(args[1]) do
    local path, address, agent = line:match("^(.-)\t(.-)\t(.*)$")
    plan[#plan + 1] = wrk.format("GET", path,
      { ["Host"] = "localhost", ["CF-Connecting-IP"] = address, ["User-Agent"] = agent })
  end
end

function request()
  at = at % #plan + 1
  return plan[at]
end

function response(status)
  if status ~= 302 then other = other + 1 end
end

function done(summary, latency)
  local other, errors = 0, summary.errors
  for _, thread in ipairs(threads) do other = other + thread:get("other") end
  print(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"failed":%d,"p50_ms":%.3f,"p99_ms":%.3f}',
    summary.requests, summary.duration / 1e6,
    other + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
