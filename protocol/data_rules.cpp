#include "protocol/data_rules.hpp"

namespace syncsim::protocol {

bool deletes_rows(const variant& of) noexcept
{
    return of.deletes == answer::deletes::remove_row;
}

bool one_bad_record_fails_the_push(const variant& of) noexcept
{
    return of.batch == answer::batch::all_or_nothing;
}

bool checks_replies(const variant& of) noexcept
{
    return of.reply_check == answer::reply_check::digest;
}

bool keeps_unknown_members(const variant& of) noexcept
{
    return of.unknown_fields == answer::unknown_fields::preserved;
}

bool forgets_deleted_creates(const variant& of) noexcept
{
    return of.delete_of_pending_create == answer::delete_of_pending_create::forget;
}

bool applies_by_record(const variant& of) noexcept
{
    return of.apply_unit == answer::apply_unit::record;
}

bool settles(const variant& of, const record& mine, std::optional<write_id> arrived) noexcept
{
    if (of.clear_pending == answer::clear_pending::on_apply) return true;
    return mine.write && mine.write == arrived;
}

pull_ruling rule_pull(const variant& of, const record& mine, const record& pulled) noexcept
{
    if (of.pending_over_pull == answer::pending_over_pull::overwrite) return pull_ruling::replace;
    return settles(of, mine, pulled.write) ? pull_ruling::settle : pull_ruling::park;
}

}  // namespace syncsim::protocol
