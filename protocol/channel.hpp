#pragma once

#include <boost/asio/awaitable.hpp>
#include <utility>
#include <variant>

#include "protocol/error.hpp"
#include "protocol/messages.hpp"

namespace syncsim::protocol {

/// The server as a client sees it.
///
/// A call ends in a reply, in the server's refusal, or in an error of the way there; `traits()` of
/// the error says whether the server may have acted. An implementation bounds how long a call takes
/// and ends it with `timed_out`; the late reply of a call that has ended is never delivered.
class channel {
public:
    virtual ~channel() = default;

    virtual boost::asio::awaitable<result<reply>> call(request message) = 0;
};

/// `to.call(message)`, as the kind of reply that answers it; any other kind is `bad_reply`.
template <class Reply, class Request>
boost::asio::awaitable<result<Reply>> call(channel& to, Request message)
{
    auto answer = co_await to.call(std::move(message));
    if (!answer) co_return answer.error();
    auto* const expected = std::get_if<Reply>(&*answer);
    if (expected == nullptr) co_return sync_errc::bad_reply;
    co_return std::move(*expected);
}

}  // namespace syncsim::protocol
