#pragma once

#include <memory>
#include <string>

#include "protocol/variant.hpp"
#include "sim/scenario.hpp"

namespace syncsim::cli {

/// A scenario under one of its variants, and what is expected of it.
struct planned_run {
    /// The scenario's file, as it is written in messages.
    std::string file;
    std::shared_ptr<const sim::scenario> script;
    protocol::variant variant;
    sim::expectation wanted;

    /// "lost-push-ack [hardened]", and where its file has a matrix, which point of it.
    std::string name() const
    {
        const auto which = script->name + " [" + variant.name + "]";
        return script->point.empty() ? which : which + " " + script->point;
    }
};

/// A point of a matrix that makes no sense, and so is no run.
struct skipped_run {
    std::string scenario;
    std::string file;
    std::string point;
    std::string why;
};

}  // namespace syncsim::cli
