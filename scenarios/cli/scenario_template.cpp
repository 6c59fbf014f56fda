#include "scenarios/cli/scenario_template.hpp"

#include "protocol/json_text.hpp"
#include "scenarios/cli/run_line.hpp"

namespace syncsim::cli {
namespace {

constexpr std::string_view text = R"(// A push is stored, and the phone never hears of it.
//
//   syncsim run FILE
//
// plays this under both variants below. It breaks create-once under as-written and nothing under
// hardened; the comments say why.
{
  "syncsim": 1,
  "name": NAME,
  "title": "The reply to a push is lost",
  "why": "The phone cannot tell 'not stored' from 'stored, reply lost', so it pushes again.",

  // Who takes part. The server is always there.
  "nodes": { "clients": { "phone": {}, "laptop": {} } },

  // Who does what, one step after the other, each when the one before it has ended.
  "steps": [
    // The phone is offline. It draws a key for the record and keeps it as pending.
    { "do": "create", "on": "phone", "record": "milk", "set": { "text": "buy milk" } },

    // The server stores the record under a key of its own and replies, and the reply is lost. So
    // the record is there, and the phone still holds it as pending.
    { "do": "sync", "on": "phone", "faults": [ { "at": "push.response", "fault": "drop" } ] },

    // The user tries again, and the phone pushes what is pending. A server that takes every push
    // for a new record stores it a second time: that is create-once, broken under as-written. Under
    // hardened it knows the create again, and tells the phone the key that it gave before.
    { "do": "sync", "on": "phone" },
    { "do": "sync", "on": "laptop" }
  ],

  // The protocol as it was first written down, and with every question that leaves open answered.
  "variants": ["as-written", "hardened"]

  // What to try next, one at a time:
  //
  // * "at": "push.request" loses the push itself: nothing is stored, and nothing breaks.
  // * "fault": "crash-client" lets the phone die in the place of the reply: this breaks the same.
  // * { "do": "edit", "on": "phone", "record": "milk", "set": { "text": "oat milk" } } between the
  //   two syncs of the phone: under as-written there are two records with different texts.
  //
  // syncsim list anchors says where faults can hang, and syncsim list faults which there are. Once
  // you could tell the story yourself, make it a test: this writes what happened into the file.
  //
  //   syncsim run FILE --bless
}
)";

std::string replaced(std::string in, std::string_view what, std::string_view by)
{
    for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + by.size())) {
        in.replace(at, what.size(), by);
    }
    return in;
}

}  // namespace

std::string scenario_template(std::string_view name, std::string_view file)
{
    std::string quoted;
    protocol::json::append_string(quoted, name);
    return replaced(replaced(std::string(text), "NAME", quoted), "FILE", shell_word(file));
}

}  // namespace syncsim::cli
