#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/record.hpp"
#include "reports/focus.hpp"
#include "reports/short_keys.hpp"
#include "sim/ledger.hpp"

namespace syncsim::reports {

/// A record as a message or a transaction mentions it.
struct mention {
    /// None for a body that nobody wrote.
    std::optional<sim::record_index> record;
    std::string text;
};

/// What a story calls records, writes and keys.
///
/// The run's ledger, the focus and the keys outlive it.
class record_names {
public:
    record_names(const sim::ledger& known, const focus& about, const short_keys& keys)
        : known_(known), about_(about), keys_(keys)
    {
    }

    /// "milk", or "milk@12" for the write of event 12 where the record was written more than once.
    std::string write(sim::write_index which) const;
    /// The write that this value is; "a body nobody wrote" where it is none.
    std::string body(std::string_view value) const;
    /// "key 1", "key 3f2a".
    std::string key(const protocol::record_key& which) const;
    /// "milk@12 key 1"; "milk c1f0" for a create, by the key that its device drew; "delete of …".
    mention version(const protocol::record& content) const;

    /// The mentions that the story is about, one after the other, and a count of the others.
    std::string list(const std::vector<mention>& all, std::string_view between = ", ") const;

private:
    const sim::ledger& known_;
    const focus& about_;
    const short_keys& keys_;
};

/// The records among the mentions.
std::set<sim::record_index> records_in(const std::vector<mention>& all);

}  // namespace syncsim::reports
