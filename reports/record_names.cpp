#include "reports/record_names.hpp"

#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

/// As many as still fit a column; the rest is counted.
constexpr std::size_t named_max = 3;

}  // namespace

std::string record_names::write(sim::write_index which) const
{
    const auto& write = known_[which];
    auto text = printable(known_.name(write.record));
    if (known_[write.record].writes.size() > 1) text += "@" + std::to_string(write.at.value());
    return text;
}

std::string record_names::body(std::string_view value) const
{
    const auto found = known_.find_write(value);
    return found ? write(*found) : "a body nobody wrote";
}

std::string record_names::key(const protocol::record_key& which) const
{
    return "key " + keys_(which.value().view());
}

mention record_names::version(const protocol::record& content) const
{
    auto text = content.deleted ? "delete of " + body(content.value) : body(content.value);
    text += " " + (content.is_pending ? keys_(content.key.value().view()) : key(content.key));
    if (content.conflict_of) text += " (kept loser)";
    return {record_of(known_, content.value), std::move(text)};
}

std::string record_names::list(const std::vector<mention>& all, std::string_view between) const
{
    std::string text;
    std::size_t named = 0;
    for (const auto& each : all) {
        const bool matters = !each.record || about_.is_about(*each.record);
        if (!matters || named == named_max) continue;
        if (named > 0) text += between;
        text += each.text;
        ++named;
    }
    const auto others = all.size() - named;
    if (others == 0) return text;
    if (named > 0) return text + " + " + std::to_string(others) + " more";
    return std::to_string(others) + (others == 1 ? " other record" : " other records");
}

std::set<sim::record_index> records_in(const std::vector<mention>& all)
{
    std::set<sim::record_index> records;
    for (const auto& each : all) {
        if (each.record) records.insert(*each.record);
    }
    return records;
}

}  // namespace syncsim::reports
