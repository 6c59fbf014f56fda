#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

/// The two executables as processes: real files, real HTTP, and curl for a third party.
namespace syncsim::reference_client {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const fs::path programs = fs::path(SYNCSIM_BINARY_DIR) / "bin";

std::string read(const fs::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string quoted(const std::string& word)
{
    std::string out = "'";
    for (const char each : word) out += each == '\'' ? "'\\''" : std::string(1, each);
    return out + "'";
}

struct outcome {
    int code = -1;
    std::string printed;
};

/// Runs a command line of the shell to its end; `printed` is what it prints on either stream.
outcome run(const std::string& command)
{
    outcome ended;
    auto* const pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::array<char, 1000> bytes{};
    while (const auto count = std::fread(bytes.data(), 1, bytes.size(), pipe)) {
        ended.printed.append(bytes.data(), count);
    }
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
    return ended;
}

class ReferenceExecutables : public testing::Test {
protected:
    ReferenceExecutables()
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~ReferenceExecutables() override
    {
        if (server_ > 0) (void)stop_server(SIGKILL);
        fs::remove_all(folder_);
    }

    /// Starts a server and waits until it says where it listens.
    void start_server(const std::string& variant, const std::string& port = "0")
    {
        const auto said = path("server.out");
        fs::remove(said);
        server_ = ::fork();
        if (server_ == 0) {
            auto* const out = std::freopen(said.c_str(), "w", stdout);
            const auto program = (programs / "reference_server").string();
            const auto file = path("server.db");
            ::execl(
                program.c_str(),
                program.c_str(),
                "--db",
                file.c_str(),
                "--port",
                port.c_str(),
                "--variant",
                variant.c_str(),
                nullptr);
            ::_exit(out == nullptr ? 126 : 127);
        }
        for (int tries = 0; tries < 1000; ++tries) {
            const auto line = read(said);
            if (line.ends_with("\n")) {
                url_ = line.substr(line.find("http://"));
                url_.pop_back();
                return;
            }
            std::this_thread::sleep_for(10ms);
        }
        FAIL() << "the server did not say where it listens";
    }

    /// The exit code, or none where it did not end by itself.
    std::optional<int> stop_server(int signal)
    {
        int status = 0;
        ::kill(server_, signal);
        ::waitpid(server_, &status, 0);
        server_ = -1;
        if (!WIFEXITED(status)) return std::nullopt;
        return WEXITSTATUS(status);
    }

    /// One command of a device; its database is named like it.
    outcome client(
        const std::string& device,
        const std::vector<std::string>& words,
        const std::string& variant = "hardened")
    {
        auto line = quoted((programs / "reference_client").string()) + " --db " +
                    quoted(path(device + ".db")) + " --variant " + variant + " --server " + url_;
        for (const auto& each : words) line += " " + quoted(each);
        return run(line);
    }

    /// Of a command that must go well: what it printed, without the end of the line.
    std::string done(const std::string& device, const std::vector<std::string>& words)
    {
        auto ended = client(device, words);
        EXPECT_EQ(ended.code, 0) << ended.printed;
        if (ended.printed.ends_with("\n")) ended.printed.pop_back();
        return ended.printed;
    }

    /// The key under which the device shows that value.
    std::string key_of(const std::string& device, const std::string& value)
    {
        std::istringstream lines(done(device, {"list"}));
        for (std::string line; std::getline(lines, line);) {
            if (line.ends_with(" " + value)) return line.substr(0, line.find(' '));
        }
        ADD_FAILURE() << device << " does not show " << value;
        return "";
    }

    /// What the device shows, without keys.
    std::vector<std::string> shown(const std::string& device)
    {
        std::vector<std::string> found;
        std::istringstream lines(done(device, {"list"}));
        for (std::string line; std::getline(lines, line);) {
            found.push_back(line.substr(line.find(' ') + 2));
        }
        std::ranges::sort(found);
        return found;
    }

    /// Posts the text to a step, and is the status and the body.
    std::string curl(const std::string& step, const std::string& body) const
    {
        const auto status =
            run("curl -s -w '%{http_code} ' -o " + quoted(path("body")) +
                " -H 'Authorization: Bearer demo' -H 'Content-Type: application/json' -d " +
                quoted(body) + " " + url_ + "/v1/sync/" + step);
        return status.printed + read(path("body"));
    }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    const std::string& url() const { return url_; }

private:
    const fs::path folder_ =
        fs::path(testing::TempDir()) / ("syncsim-executables-" + std::to_string(::getpid()));
    pid_t server_ = -1;
    std::string url_ = "http://127.0.0.1:1";
};

using texts = std::vector<std::string>;

// Two devices and one server: a create of each, an edit, a delete, and one record that both edit.
TEST_F(ReferenceExecutables, Converge)
{
    start_server("hardened");
    (void)done("phone", {"create", "\"milk\""});
    (void)done("phone", {"create", "\"eggs\""});
    (void)done("phone", {"create", "\"tea\""});
    EXPECT_EQ(done("phone", {"sync"}), "pushed 3, pulled 3");
    (void)done("laptop", {"create", "{\"text\": \"jam\"}"});
    EXPECT_EQ(done("laptop", {"sync"}), "pushed 1, pulled 4");

    (void)done("phone", {"edit", key_of("phone", "\"milk\""), "\"oat milk\""});
    (void)done("phone", {"delete", key_of("phone", "\"eggs\"")});
    (void)done("phone", {"edit", key_of("phone", "\"tea\""), "\"green tea\""});
    (void)done("laptop", {"edit", key_of("laptop", "\"tea\""), "\"black tea\""});
    for (const auto* const device : {"laptop", "phone", "laptop"}) (void)done(device, {"sync"});

    EXPECT_EQ(
        shown("phone"),
        (texts{
            "synced   \"black tea\"",
            "synced   \"green tea\"",
            "synced   \"oat milk\"",
            "synced   {\"text\":\"jam\"}"}));
    EXPECT_EQ(done("phone", {"list", "--json"}), done("laptop", {"list", "--json"}));
}

TEST_F(ReferenceExecutables, KeepTheirRecordsWhenTheServerIsKilled)
{
    start_server("hardened");
    (void)done("phone", {"create", "1"});
    (void)done("phone", {"sync"});
    EXPECT_EQ(stop_server(SIGKILL), std::nullopt);
    start_server("hardened");
    (void)done("laptop", {"sync"});

    EXPECT_EQ(shown("laptop"), texts{"synced   1"});
}

TEST_F(ReferenceExecutables, WorkOfflineAndSayThatSyncDidNot)
{
    (void)client("phone", {"create", "1"}, "as-written");
    const auto failed = client("phone", {"sync"}, "as-written");
    EXPECT_EQ(failed.code, 1);
    EXPECT_NE(failed.printed.find("unavailable"), std::string::npos) << failed.printed;
    EXPECT_NE(failed.printed.find("trying again may help"), std::string::npos) << failed.printed;

    const auto listed = client("phone", {"list"}, "as-written");
    EXPECT_TRUE(listed.printed.ends_with("  pending  1\n")) << listed.printed;
}

TEST_F(ReferenceExecutables, SayThatTheyDoNotSpeakOneVariant)
{
    start_server("hardened");
    const auto failed = client("phone", {"sync"}, "as-written");

    EXPECT_EQ(failed.code, 1);
    EXPECT_NE(failed.printed.find("not of variant hardened"), std::string::npos) << failed.printed;
    EXPECT_NE(failed.printed.find("does not help"), std::string::npos) << failed.printed;
}

// The post's own messages under the post's own rules; only the names are the server's. The clock is
// not the post's, so that its record is old enough for the window as well.
TEST_F(ReferenceExecutables, LetCurlSpeakThePostsProtocol)
{
    start_server("as-written");
    const auto begun = curl("begin", R"({"device_uuid": "some-possibly-id"})");
    const std::string named = R"(200 {"sync_uuid":")";
    ASSERT_TRUE(begun.starts_with(named)) << begun;
    const auto session = begun.substr(named.size(), 36);
    EXPECT_TRUE(
        begun.substr(named.size() + 36).starts_with(R"(","last_sync":null,"max_checkin":")"))
        << begun;

    const auto of_session = R"({"sync_uuid": ")" + session + '"';
    EXPECT_EQ(
        curl(
            "push",
            of_session + R"(, "records": [{"key": "possibly-unique-key", "value": "some-value",
            "updated": "2008-10-27 04:41:01", "created": "2008-10-27 04:41:01",
            "is_pending": true}]})"),
        "200 {}");
    EXPECT_EQ(
        curl("pull", of_session + "}"),
        R"(200 {"records":[{"key":"1","local_id":"possibly-unique-key","value":"some-value",)"
        R"("updated":"2008-10-27 04:41:01","created":"2008-10-27 04:41:01"}]})");
    EXPECT_EQ(
        curl("complete", of_session + R"(, "last_update": "2008-10-27 04:41:01"})"), "200 {}");

    const auto next = curl("begin", R"({"device_uuid": "some-possibly-id"})");
    EXPECT_NE(next.find(R"("last_sync":"2008-10-27 04:41:01")"), std::string::npos) << next;
}

TEST_F(ReferenceExecutables, TellCurlWhatIsWrong)
{
    start_server("as-written");

    EXPECT_EQ(
        curl("begin", R"({"device_uid": "some-possibly-id"})"),
        R"(400 {"type":"urn:syncsim:error:malformed","title":"the message is not of the protocol",)"
        R"("status":400,"detail":"line 1, column 2: unknown member \"device_uid\"; did you mean )"
        R"(\"device_uuid\"?","effect":"none","retry":false})");
    EXPECT_EQ(
        run("curl -s " + url() + "/healthz").printed, R"({"status":"ok","variant":"as-written"})");
}

TEST_F(ReferenceExecutables, EndInPeaceOnASignal)
{
    for (const int signal : {SIGINT, SIGTERM}) {
        start_server("hardened");
        EXPECT_EQ(stop_server(signal), 0);
    }
}

TEST_F(ReferenceExecutables, RefuseASecondServerOnOneDatabase)
{
    start_server("hardened");
    const auto second = run(
        quoted((programs / "reference_server").string()) + " --db " + quoted(path("server.db")));

    EXPECT_EQ(second.code, 3);
    EXPECT_NE(second.printed.find("database is locked"), std::string::npos) << second.printed;
}

TEST_F(ReferenceExecutables, RefuseAPortThatIsTaken)
{
    start_server("hardened");
    const auto second =
        run(quoted((programs / "reference_server").string()) + " --db " + quoted(path("other.db")) +
            " --port " + url().substr(17));

    EXPECT_EQ(second.code, 1);
    EXPECT_NE(second.printed.find("Choose another --port"), std::string::npos) << second.printed;
}

TEST_F(ReferenceExecutables, RefuseADatabaseThatIsNone)
{
    std::ofstream(path("phone.db")) << "not a database, but as long as the header of one would be";
    const auto server =
        run(quoted((programs / "reference_server").string()) + " --db " + quoted(path("phone.db")));
    EXPECT_EQ(server.code, 3);
    EXPECT_NE(server.printed.find("file is not a database"), std::string::npos) << server.printed;

    const auto device = client("phone", {"list"});
    EXPECT_EQ(device.code, 3);
    EXPECT_NE(device.printed.find("file is not a database"), std::string::npos) << device.printed;
}

TEST_F(ReferenceExecutables, RefuseADatabaseOfAnotherVariant)
{
    (void)client("phone", {"create", "1"}, "as-written");
    const auto refused = client("phone", {"list"}, "hardened");

    EXPECT_EQ(refused.code, 3);
    EXPECT_NE(refused.printed.find("another variant"), std::string::npos) << refused.printed;
}

TEST_F(ReferenceExecutables, ExplainABadCommandLine)
{
    EXPECT_EQ(run(quoted((programs / "reference_server").string())).code, 2);
    EXPECT_EQ(client("phone", {"create", "milk"}).code, 2);
    EXPECT_EQ(client("phone", {"delete", "unknown"}).code, 1);
}

}  // namespace
}  // namespace syncsim::reference_client
