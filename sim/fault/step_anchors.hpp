#pragma once

#include <optional>

#include "protocol/step.hpp"
#include "sim/fault/anchor.hpp"

namespace syncsim::sim {

/// The anchors that a call to the server passes, in the order in which it passes them.
struct step_anchors {
    anchor request;
    /// Inside the server's transaction; none for a pull, which only reads.
    std::optional<anchor> before_commit;
    std::optional<anchor> after_commit;
    /// The page is read, and not yet on its way; for a pull alone.
    std::optional<anchor> handle;
    anchor response;
};

constexpr step_anchors anchors_of(protocol::step which) noexcept
{
    using protocol::step;
    switch (which) {
    case step::begin:
        return {
            anchor::begin_request,
            anchor::begin_before_commit,
            anchor::begin_after_commit,
            {},
            anchor::begin_response};
    case step::push:
        return {
            anchor::push_request,
            anchor::push_before_commit,
            anchor::push_after_commit,
            {},
            anchor::push_response};
    case step::pull:
        return {anchor::pull_request, {}, {}, anchor::pull_handle, anchor::pull_response};
    case step::complete: break;
    }
    return {
        anchor::complete_request,
        anchor::complete_before_commit,
        anchor::complete_after_commit,
        {},
        anchor::complete_response};
}

}  // namespace syncsim::sim
