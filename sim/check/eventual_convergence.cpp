#include "sim/check/eventual_convergence.hpp"

#include "sim/check/stamp_words.hpp"

namespace syncsim::sim {
namespace {

std::string where_it_stands(const device_view& device)
{
    if (!device.cursor()) return device.name + " has never moved its last_sync";
    return device.name + " stands at last_sync " + in_words(device.cursor()->at);
}

class comparison {
public:
    comparison(const moment& when, const ledger& known, const device_view& device, findings& to)
        : when_(when), known_(known), device_(device), to_(to)
    {
    }

    void what_the_device_lacks()
    {
        for (const auto& [key, row] : known_.server()) {
            if (row.deleted || !row.write) continue;
            const auto shown = device_.rows.find(key);
            if (shown == device_.rows.end() || shown->second.deleted) {
                report(
                    key,
                    *row.write,
                    device_.name + " does not show " + name_of(*row.write),
                    {{row.since, "the server has held it since"},
                     {device_.cursor_since, where_it_stands(device_)}});
            } else if (shown->second.write != row.write && !is_refused(shown->second)) {
                report(
                    key,
                    *row.write,
                    device_.name + " and the server show different bodies of " +
                        name_of(*row.write),
                    {{row.since, "the server has " + known_.describe(*row.write)},
                     {shown->second.since, device_.name + " has " + body_of(shown->second)}});
            }
        }
    }

    void what_only_the_device_has()
    {
        for (const auto& [key, row] : device_.rows) {
            if (row.deleted || !row.write || is_refused(row)) continue;
            const auto held = known_.server().find(key);
            if (held != known_.server().end() && !held->second.deleted) continue;
            report(
                key,
                *row.write,
                device_.name + " shows " + name_of(*row.write) + ", which the server does not",
                {{row.since, device_.name + " has had it since"},
                 {device_.cursor_since, where_it_stands(device_)}});
        }
    }

private:
    std::string name_of(write_index which) const { return known_.name(known_[which].record); }

    std::string body_of(const device_row& row) const
    {
        return row.write ? known_.describe(*row.write) : "a body that nobody wrote";
    }

    bool is_refused(const device_row& row) const { return row.write && known_[*row.write].refused; }

    void report(
        const protocol::record_key& key,
        write_index about,
        std::string what,
        std::vector<witness> because)
    {
        to_.report(
            {.which = invariant::eventual_convergence,
             .at = when_.ordinal,
             .what = std::move(what) + " (key " + key.value().str() + ")",
             .because = std::move(because)},
            known_[about].record);
    }

    const moment& when_;
    const ledger& known_;
    const device_view& device_;
    findings& to_;
};

}  // namespace

void eventual_convergence::on(
    const moment& when,
    const event::quiescent&,
    const ledger& known,
    findings& to)
{
    for (const auto& device : known.devices()) {
        comparison one{when, known, device, to};
        one.what_the_device_lacks();
        one.what_only_the_device_has();
    }
}

}  // namespace syncsim::sim
