#pragma once

#include <boost/asio/awaitable.hpp>

#include "protocol/clocks.hpp"
#include "protocol/support/uuid.hpp"

namespace syncsim::reference_client {

/// What a device lends its client: a clock, fresh ids, and a way to wait.
class host {
public:
    virtual ~host() = default;

    /// The device's clock, right or wrong.
    virtual protocol::device_time now() = 0;

    /// A UUID that nothing else has drawn, as far as the device can help it.
    virtual support::uuid draw_uuid() = 0;

    /// A number from 0 up to and including `most`, to spread retries over time.
    virtual protocol::duration draw_up_to(protocol::duration most) = 0;

    virtual boost::asio::awaitable<void> wait(protocol::duration how_long) = 0;
};

}  // namespace syncsim::reference_client
