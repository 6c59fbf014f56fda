#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reference_client/local_store.hpp"
#include "sim/fault/disk.hpp"
#include "sim/fault/injector.hpp"
#include "sim/node.hpp"
#include "sim/run_context.hpp"
#include "sim/server_host.hpp"

namespace syncsim::sim {

/// A sync on its way through the run: how far it is, and how it ended.
struct sync_progress {
    sync_index index;
    /// Names the sync for chance; the same when other steps are dropped.
    choice_key name;
    passer passes;

    bool ended = false;
    /// Why it failed; none if it went through.
    std::optional<protocol::sync_errc> error;
    /// A crash of the device ended it.
    bool crashed = false;

    bool went_through() const noexcept { return ended && !crashed && !error; }
};

/// A device in the simulator: the reference client with its disk, its clock, its user, and its
/// place on the network.
class device_host final : public node {
public:
    device_host(
        run_context& run,
        injector& faults,
        network& links,
        server_host& server,
        node_id which);
    ~device_host() override;

    /// What the user does. Why it could not be done, if it could not: a record that the device does
    /// not show cannot be edited.
    ///
    /// REQUIRES: the device is up.
    std::optional<std::string> work(
        const local_step& what,
        choice_key name,
        std::vector<fault_index> faults,
        const fault_plan& plan);

    /// Begins a sync, which lives as long as the device. REQUIRES: the device is up.
    sync_progress& start_sync(
        sync_index index,
        choice_key name,
        anchor_passes passes,
        std::vector<during_work> during);

    bool is_up() const override { return process_ != nullptr && process_->alive; }
    void crash(std::optional<duration> restart_after) override;
    void restart() override;

private:
    class host;
    class channel;

    /// One life of the device, from its start to a crash.
    struct process {
        life_id life;
        bool alive = true;
        std::unique_ptr<reference_client::local_store> store;
    };

    /// A sync with what its coroutine uses.
    struct running_sync;

    /// The page that is being applied, for the anchors of `apply`.
    struct applying {
        passer* who;
        std::size_t records;
        bool mid_passed = false;
    };

    boost::asio::awaitable<void> run_sync(running_sync& one);
    std::unique_ptr<reference_client::local_store> open_store();
    void end_sync(sync_progress& one);
    void do_during(const during_work& work, choice_key name);

    void first_change_made(const happening& what);
    void about_to_commit();
    void committed(std::vector<happening> changes);
    void pass_mid();

    run_context& run_;
    injector& faults_;
    network& links_;
    server_host& server_;
    node_id me_;
    const std::string& name_;
    disk disk_;
    std::unique_ptr<process> process_;
    std::vector<std::unique_ptr<running_sync>> syncs_;

    /// The user's work whose transaction is under way.
    struct user_work {
        write_index write;
        passer passes;
    };
    user_work* working_ = nullptr;
    std::optional<applying> applying_;
};

}  // namespace syncsim::sim
