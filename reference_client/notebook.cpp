#include "reference_client/notebook.hpp"

#include <algorithm>
#include <utility>

#include "protocol/conflict.hpp"
#include "protocol/data_rules.hpp"
#include "protocol/identity.hpp"
#include "protocol/json_text.hpp"
#include "protocol/ordering.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/transaction.hpp"

namespace syncsim::reference_client {

using namespace protocol;

namespace {

/// The members of a record that this version does not know, as the text that a record keeps: those
/// of `change` over those of `base`.
///
/// REQUIRES: both are JSON objects as text, or empty.
std::string merged_unknown(std::string_view base, std::string_view change)
{
    json::value::object members;
    for (const auto text : {base, change}) {
        if (text.empty()) continue;
        const auto parsed = json::parse(text);
        support::check(parsed && parsed->members(), "unknown members are kept as an object");
        for (const auto& each : *parsed->members()) {
            const auto known = std::ranges::find(members, each.name, &json::member::name);
            if (known == members.end()) {
                members.push_back(each);
            } else {
                known->value = each.value;
            }
        }
    }
    return members.empty() ? std::string{} : json::canonical({.at = {}, .content = members});
}

}  // namespace

notebook::notebook(const variant& of, local_store& keeps, host& on)
    : variant_(of), store_(keeps), host_(on)
{
}

result<record_key> notebook::create(std::string value, std::string_view unknown)
{
    local_record row;
    row.shown.key = record_key{support::short_text{support::to_string(host_.draw_uuid())}};
    row.shown.value = std::move(value);
    row.shown.unknown = merged_unknown({}, unknown);
    row.shown.updated = row.shown.created = read_clock();
    row.shown.is_pending = true;
    row.unsent = true;
    if (names_writes(variant_)) {
        row.shown.write = row.shown.create_write = write_id{host_.draw_uuid()};
    }

    return support::in_transaction(store_, [&]() -> result<record_key> {
        if (const auto put = store_.put(row); !put) return put.error();
        return row.shown.key;
    });
}

result<void> notebook::edit(const record_key& key, std::string value, std::string_view unknown)
{
    return support::in_transaction(store_, [&]() -> result<void> {
        auto row = find_live(key);
        if (!row) return row.error();
        auto edited = rewritten(*std::move(row), std::move(value));
        edited.shown.unknown = merged_unknown(edited.shown.unknown, unknown);
        return store_.put(edited);
    });
}

result<void> notebook::erase(const record_key& key, std::string value)
{
    return support::in_transaction(store_, [&]() -> result<void> {
        auto row = find_live(key);
        if (!row) return row.error();
        const bool never_acknowledged = row->shown.is_pending;
        if (never_acknowledged && forgets_deleted_creates(variant_)) return store_.erase(key);

        auto deleted = rewritten(*std::move(row), std::move(value));
        deleted.shown.deleted = true;
        return store_.put(deleted);
    });
}

result<std::vector<local_record>> notebook::list()
{
    auto rows = support::in_transaction(store_, [&] { return store_.all(); });
    if (rows) std::erase_if(*rows, [](const local_record& row) { return row.shown.deleted; });
    return rows;
}

result<local_record> notebook::find_live(const record_key& key)
{
    auto row = store_.find(key);
    if (!row) return row.error();
    if (!*row || (*row)->shown.deleted) return sync_errc::no_such_record;
    return **std::move(row);
}

local_record notebook::rewritten(local_record row, std::string value)
{
    // Work that was refused was never a version of the server's: the next stands on the same base.
    const bool stands_on_a_version = !row.unsent && !row.refused;
    if (stands_on_a_version) {
        row.shown.base = row.shown.write;
        row.shown.supersedes.clear();
        if (sends_base_value(variant_)) row.shown.base_value = row.shown.value;
    } else if (row.offered && row.shown.write) {
        row.shown.supersedes.push_back(*row.shown.write);
    }
    row.unsent = true;
    row.offered = false;
    row.refused.reset();
    row.shown.value = std::move(value);
    row.shown.updated = read_clock();
    if (names_writes(variant_)) row.shown.write = write_id{host_.draw_uuid()};
    return row;
}

device_time notebook::read_clock()
{
    const auto reading = host_.now().time_since_epoch();
    return device_time{rounded_down(reading, clock_resolution(variant_))};
}

}  // namespace syncsim::reference_client
