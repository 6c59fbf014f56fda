#include "scenarios/cli/catalogue.hpp"

#include <filesystem>

#include "protocol/variant.hpp"
#include "reports/markdown_text.hpp"
#include "sim/assessment.hpp"

namespace syncsim::cli {
namespace {

using reports::markdown_text;

std::string topic_of(const scenario_file& file)
{
    const auto directory = std::filesystem::path(file.path).parent_path().filename();
    return directory.empty() ? "this directory" : directory.generic_string();
}

std::string ending_under(const protocol::variant& of, const sim::scenario& script)
{
    const auto wanted = sim::expectation_for(script, of.name);
    auto line = "* " + markdown_text(of.name) + ": " + to_words(wanted);
    if (!wanted.issue.empty()) line += " (" + markdown_text(wanted.issue) + ")";
    return line + "\n";
}

std::string section_of(const sim::scenario& script)
{
    auto text = "### " + script.name + "\n\n";
    if (!script.title.empty()) text += "**" + markdown_text(script.title) + "**\n\n";
    if (!script.why.empty()) text += markdown_text(script.why) + "\n\n";
    if (script.variants.empty()) return text + ending_under(protocol::hardened(), script) + "\n";
    for (const auto& each : script.variants) text += ending_under(each, script);
    return text + "\n";
}

}  // namespace

std::string catalogue_of(const std::vector<scenario_file>& files)
{
    std::string text = "# What can go wrong\n\n";
    std::string topic;
    for (const auto& each : files) {
        if (const auto next = topic_of(each); next != topic) {
            topic = next;
            text += "## " + markdown_text(topic) + "\n\n";
        }
        text += section_of(each.script);
    }
    text.pop_back();
    return text;
}

}  // namespace syncsim::cli
