#include "sim/wire_check.hpp"

#include "protocol/codec.hpp"
#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

/// What a run makes is as large as the run: only real networks have limits.
constexpr protocol::codec_limits unlimited{
    .max_bytes = 1U << 30U,
    .max_records = 1U << 20U,
    .max_value_bytes = 1U << 30U};

}  // namespace

void check_wire(const protocol::request& sent)
{
    const auto read = decode_request(step_of(sent), encode(sent), unlimited);
    support::check(read && *read == sent, "a request is the same after it was text");
}

void check_wire(protocol::step answers, const protocol::result<protocol::reply>& sent)
{
    if (!sent) return;
    const auto read = decode_reply(answers, encode(*sent), unlimited);
    support::check(read && *read == *sent, "a reply is the same after it was text");
}

}  // namespace syncsim::sim
