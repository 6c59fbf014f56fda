#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `fair-blame`: one bad record does not keep others from being stored. After a push was refused as
/// a whole, what it held is stored or refused by name within two sessions, but for one record at
/// most; and a device marks work as refused only if the server refused it.
///
/// Sessions count while the run settles, when nothing else keeps them from going through.
class fair_blame {
public:
    void on(const moment& when, const event::settle_began&, const ledger&, findings&);
    void on(const moment& when, const event::request_sent& sent, const ledger& known, findings&);
    void on(const moment& when, const event::reply_sent& sent, const ledger& known, findings&);
    void on(
        const moment& when,
        const event::message_delivered& arrival,
        const ledger& known,
        findings&);
    void on(const moment& when, const event::device_put& put, const ledger& known, findings& to);
    void on(const moment& when, const event::sync_ended& ended, const ledger& known, findings& to);
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);

private:
    /// A push that its device was told is refused as a whole.
    struct refused_push {
        event_ordinal at;
        std::vector<write_index> writes;
        /// Sessions of the device that have ended since, while the run settled.
        int sessions = 0;
    };

    void judge(
        const moment& when,
        node_id device,
        const refused_push& push,
        const ledger& known,
        findings& to) const;

    bool settling_ = false;
    /// By push that its device has had no answer to: what it holds.
    std::map<message_id, std::vector<write_index>> pushes_;
    /// By device, the first one since a push went through.
    std::map<node_id, refused_push> refused_;
    /// What the server has refused, by name or alone in a push.
    std::set<write_index> blamed_;
};

}  // namespace syncsim::sim
