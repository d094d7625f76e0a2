// Every stable word for what is wrong with one field, parameter, header, row or line. What to send instead stands in each
// fault's `detail`; a test looks for each word where the Worker says it.

/** Of any body, parameter or table. */
const ANYWHERE = [
  "required", "unknown_field", "unknown_parameter", "not_an_object", "not_a_list", "list_length", "doubled", "repeated",
  "not_text", "empty", "too_long", "too_short", "control_character", "not_an_integer", "not_a_number", "not_a_decimal",
  "out_of_range", "too_many", "not_a_boolean", "not_null", "not_a_value", "unknown_word", "unknown_format", "unknown_coding",
  "not_a_time", "not_a_day", "in_the_past", "in_the_future", "too_old", "reversed", "not_a_currency", "not_an_amount", "not_an_id",
  "not_found", "differs", "fixed", "moved", "reserved", "nothing_said", "not_a_key", "malformed_json",
  "unknown_column", "doubled_column", "missing_column", "no_rows", "cells",
];
/** Of addresses and hosts. */
const ADDRESSES = [
  "not_an_address", "not_a_host", "unknown_host", "not_public", "own_host", "scheme_not_allowed", "userinfo_not_allowed",
  "not_https", "port_not_allowed", "not_plain", "fragment_not_allowed", "not_a_parameter", "reserved_parameter", "not_an_origin",
  "set_in_hosts", "not_a_color", "not_an_app", "not_a_package", "package_not_used", "not_a_fingerprint",
];
/** Of links, their rules and tags. */
const LINKS = [
  "not_a_slug", "not_after_start", "not_after_from", "over", "never_matches", "behind_catch_all", "shadowed", "outside_schedule", "outside_countries",
  "not_a_split", "split_alone", "weights_not_100", "too_many_variants", "unknown_preset", "unknown_placeholder", "unbalanced_brace",
  "not_an_alias", "not_aliases", "alias_of_an_alias", "not_tags", "placeholder", "personal_data", "not_allowed", "not_a_word", "too_small",
];
/** Of creators, codes, keys, sources and the ledger. */
const REGISTERS = [
  "not_a_handle", "unknown_goal", "unknown_kind", "unknown_scope", "unknown_event", "not_a_secret", "not_of_this_kind",
  "not_a_pattern", "pattern_too_short", "not_for_this_kind", "not_for_this", "not_of_creator", "put_away",
  "no_reporting_currency", "is_reporting_currency",
];
/** Of conversions, pages, history and people. */
const REPORTED = [
  "amounts_do_not_add_up", "cumulative_has_no_id", "currency_of_order", "renewal_of_a_new_customer", "unknown_currency",
  "unknown_reason", "unknown_status", "unknown_state", "unknown_type", "unknown_consent", "unknown_creator", "unknown_link",
  "unknown_option", "not_asked", "option_or_text", "test", "not_touches", "click_id_not_ours", "time_absurd", "not_a_visitor", "not_ours", "one_name", "not_written", "not_a_name", "not_a_creator", "not_a_link",
  "not_a_source", "lines_left_out", "no_lines", "too_many_lines", "line_too_long", "empty_line", "not_utf8", "cut", "forgotten", "unreadable", "unsigned", "said_twice",
];
/** Of reports. */
const REPORTS = [
  "unknown_basis", "unknown_comparison", "unknown_dimension", "unknown_metric", "unknown_model", "not_a_channel", "not_a_hundred",
  "not_a_touch", "not_weights", "not_additive", "not_alone", "not_an_arm", "asked_about", "not_asked_here", "not_here", "not_kept", "one_link", "missing",
  "range_too_wide", "sales_only", "several_currencies", "report_changed", "too_many_dimensions", "too_many_values",
];

export const FAULTS = [...ANYWHERE, ...ADDRESSES, ...LINKS, ...REGISTERS, ...REPORTED, ...REPORTS];
