#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "reference_server/server.hpp"
#include "reference_server/store.hpp"
#include "sim/fault/disk.hpp"
#include "sim/fault/injector.hpp"
#include "sim/node.hpp"
#include "sim/run_context.hpp"

namespace syncsim::sim {

/// All records of a run belong to one user.
const protocol::owner_id& the_owner();

/// A request as it arrives at the server.
struct arriving_request {
    message_id id;
    /// Whose anchors it passes at the server.
    passer* from;
    sync_index sync;
    /// Names the message for chance.
    choice_key name;
    std::shared_ptr<const protocol::request> content;
    /// The server dies of this on receipt.
    std::optional<fault_index> kills;
    /// The session has outlived its lease on receipt.
    std::optional<fault_index> expires_session;
    /// It waits so long at the server before it is handled.
    duration pause{0};
};

/// A reply as it arrives at a device.
struct arriving_reply {
    message_id id;
    std::shared_ptr<const protocol::result<protocol::reply>> content;
    /// The device dies of this on receipt.
    std::optional<fault_index> kills;
};

/// The reference server in the simulator: its disk, its clock, and its place on the network.
///
/// A request takes simulated time before and after its transaction, so that the requests of several
/// sessions interleave.
class server_host final : public node {
public:
    /// Wraps the server's store; a test plants a defect with it.
    using store_wrapper = std::function<std::unique_ptr<reference_server::store>(
        std::unique_ptr<reference_server::store>)>;

    server_host(run_context& run, injector& faults, network& links, store_wrapper wrap);
    ~server_host() override;

    /// A copy of a request has arrived. `deliver` is how a reply gets to whoever asked.
    void receive(
        const arriving_request& message,
        bool again,
        std::function<void(arriving_reply, bool again)> deliver);

    bool is_up() const override { return process_ != nullptr && process_->alive; }
    void crash(std::optional<duration> restart_after) override;
    void restart() override;

private:
    /// One life of the server, from its start to a crash.
    struct process {
        life_id life;
        bool alive = true;
        std::unique_ptr<reference_server::store> store;
        /// What is below all that observes the store.
        reference_server::store* database = nullptr;
        std::unique_ptr<reference_server::server> server;
    };

    boost::asio::awaitable<void> serve(
        arriving_request message,
        std::function<void(arriving_reply, bool again)> deliver);
    /// As an administrator would: the session's row says that it was opened a lease ago.
    void expire_session(const protocol::session_id& which, fault_index by);
    void reply(
        const arriving_request& to,
        protocol::result<protocol::reply> answer,
        const std::function<void(arriving_reply, bool again)>& deliver);
    void corrupt(arriving_reply& message, fault_index by, choice_key name);
    std::unique_ptr<reference_server::store> open_store();
    support::uuid draw_key();

    run_context& run_;
    injector& faults_;
    network& links_;
    store_wrapper wrap_;
    disk disk_;
    std::unique_ptr<process> process_;
    /// The request whose transaction is under way, and the session that it has stored.
    const arriving_request* handling_ = nullptr;
    std::optional<reference_server::stored_session> session_;
    std::uint64_t keys_drawn_ = 0;
};

}  // namespace syncsim::sim
