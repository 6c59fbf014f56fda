#include "scenarios/cli/tally.hpp"

namespace syncsim::cli {

void tally::add(const finished_run& one)
{
    if (one.our_bug) ++our_bugs;
    if (one.nondeterminism) ++nondeterministic;
    if (one.is_as_expected()) {
        ++as_expected;
    } else if (one.is_inconclusive()) {
        ++inconclusive;
    } else {
        ++unexpected;
    }
}

std::size_t tally::failures(run_options::doubt how) const noexcept
{
    return unexpected + (how == run_options::doubt::is_failure ? inconclusive : 0);
}

exit_code exit_code_of(const tally& of, run_options::doubt how, bool interrupted)
{
    const auto if_any = [](std::size_t count, exit_code code) {
        return count > 0 ? code : exit_code::as_expected;
    };
    const bool doubts_count = how == run_options::doubt::is_its_own;
    const auto all_known = of.nondeterministic + of.our_bugs;
    return worst(
        {if_any(of.our_bugs, exit_code::our_bug),
         if_any(interrupted ? 1 : 0, exit_code::interrupted),
         if_any(of.nondeterministic, exit_code::nondeterminism),
         if_any(of.failures(how) > all_known ? 1 : 0, exit_code::unexpected),
         if_any(doubts_count ? of.inconclusive : 0, exit_code::inconclusive)});
}

}  // namespace syncsim::cli
