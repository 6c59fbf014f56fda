#include "sim/run_context.hpp"

#include <utility>

namespace syncsim::sim {

run_context::run_context(
    const scenario& for_script,
    const protocol::variant& of,
    bool keep_trace,
    std::vector<invariant> by_design)
    : script(for_script),
      variant(of),
      luck(for_script.seed),
      known(for_script.clients),
      marks_(for_script, of),
      judge_(of, std::move(by_design)),
      keep_trace_(keep_trace)
{
    clocks_.emplace_back(script.start, script.server.clock);
    for (const auto& each : script.clients) clocks_.emplace_back(script.start, each.clock);
}

event_ordinal run_context::emit(node_id where, happening what)
{
    const moment when{
        .ordinal = event_ordinal{events_++},
        .at = time.now(),
        .local = local_time(where),
        .node = where};
    digest_.add(when, what);
    marks_(when, what, known);
    known.apply(when, what);
    judge_(when, what, known);
    if (const auto* const missed = std::get_if<event::unmet>(&what)) {
        unmet_.push_back(
            {.at = when.ordinal,
             .place = missed->place,
             .what = missed->what,
             .is_consequence = !judge_.found().all().empty()});
    }
    if (keep_trace_) trace_.push_back({when, std::move(what)});
    return when.ordinal;
}

duration run_context::local_time(node_id where) const
{
    return clocks_[where.value()].read(time.now());
}

}  // namespace syncsim::sim
