#include "sim/check/no_invention.hpp"

namespace syncsim::sim {
namespace {

void judge(const moment& when, const protocol::record& held, const ledger& known, findings& to)
{
    if (known.find_write(held.value)) return;

    const auto& node = known.name(when.node);
    const auto& key = held.key.value().str();
    // The token may still tell which write the body was meant to be.
    const auto token = token_of(held.value);
    std::optional<record_index> about;
    std::string meant = "nothing that a user wrote";
    if (token && *token < known.write_count()) {
        about = known[write_index{*token}].record;
        meant = "it says that it is " + known.describe(write_index{*token});
    }
    to.report(
        {.which = invariant::no_invention,
         .at = when.ordinal,
         .what = node + " holds a body that nobody wrote, under key " + key + ": " + held.value,
         .because = {{when.ordinal, node + " stored it; " + meant}}},
        about);
}

}  // namespace

void no_invention::on(
    const moment& when,
    const event::server_put& put,
    const ledger& known,
    findings& to)
{
    judge(when, put.version.content, known, to);
}

void no_invention::on(
    const moment& when,
    const event::device_put& put,
    const ledger& known,
    findings& to)
{
    judge(when, put.row.shown, known, to);
}

}  // namespace syncsim::sim
