using System.CommandLine;
using Budstikke.Jobs;
using Budstikke.Users;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary><c>user</c>: who may open the console. No password is ever given on a command line.</summary>
internal static class UserCommand
{
    private static readonly string[] s_roles = [.. Enum.GetValues<Role>().Select(StoredName.Of)];

    public static Command Of(StoreOfCommand store) =>
        new("user", "Who may open the console.") { Add(store), Invite(store), List(store), Disable(store) };

    private static Command Add(StoreOfCommand store)
    {
        var name = new Option<string>("--name") { Description = "What he signs in with.", Required = true };
        var role = new Option<string>("--role") { Description = $"{string.Join(", ", s_roles)}.", Required = true };
        role.AcceptOnlyFromAmong(s_roles);
        var client = new Option<string>("--client")
        {
            Description = "Whose orders he sees; not for an operator, who sees all.",
            DefaultValueFactory = _ => "",
        };
        return store.Command(
            "add",
            "Adds a user and prints an invitation as JSON: the link lets him choose password and app, "
                + "once, for 48 hours.",
            async work =>
            {
                var user = new NewUser(
                    work.Said.GetRequiredValue(name),
                    StoredName.Parse<Role>(work.Said.GetRequiredValue(role)),
                    work.Said.GetRequiredValue(client)
                );
                return UserStore.Check(user) is { } wrong
                    ? StoreWork.Refuse(work.Said, [wrong])
                    : Print(work, store, await new UserStore(work.Acting).Add(user));
            },
            name,
            role,
            client
        );
    }

    private static Command Invite(StoreOfCommand store)
    {
        var name = Name();
        return store.Command(
            "invite",
            "Makes a new invitation for who lost password or telephone; both end when it is used.",
            async work => Print(work, store, await new UserStore(work.Acting).Invite(work.Said.GetRequiredValue(name))),
            name
        );
    }

    private static int Print(StoreWork work, StoreOfCommand store, (Invitation? Invited, string? Refusal) made) =>
        made.Invited is not { } invited
            ? work.Fail(made.Refusal!)
            : work.Print(
                new
                {
                    invited.UserId,
                    Link = $"{(store.Settings()["Console:PublicUrl"] ?? "").TrimEnd('/')}/welcome/{invited.Key}",
                    ExpiresAt = Moments.Text(invited.ExpiresAt),
                }
            );

    private static Command List(StoreOfCommand store) =>
        store.Reading(
            "list",
            "Lists the users.",
            async work =>
            {
                var users = await new UserStore(work.Acting).List();
                if (work.Said.GetValue(store.Json))
                    return work.Print(users.Select(JsonOf));
                var table = new Table().Border(TableBorder.Rounded);
                table.AddColumns("User", "Name", "Role", "Client", "State");
                foreach (var user in users)
                    table.AddRow(
                        new Text(user.UserId),
                        new Text(user.Name),
                        new Text(user.Role),
                        new Text(user.ClientId),
                        new Text(StateOf(user))
                    );
                Terminal.On(work.Out).Write(table);
                return 0;
            }
        );

    private static Command Disable(StoreOfCommand store)
    {
        var name = Name();
        return store.Command(
            "disable",
            "Ends a user's sessions and invitations; he cannot sign in any more.",
            async work =>
            {
                if (await new UserStore(work.Acting).Disable(work.Said.GetRequiredValue(name)) is { } refusal)
                    return work.Fail(refusal);
                if (work.Said.GetValue(store.Json))
                    return work.Print(new { name = work.Said.GetRequiredValue(name), state = "disabled" });
                return 0;
            },
            name
        );
    }

    private static Argument<string> Name() => new("NAME") { Description = "What he signs in with, as listed." };

    private static object JsonOf(UserRow user) =>
        new
        {
            user.UserId,
            user.Name,
            user.Role,
            ClientId = user.ClientId.Length == 0 ? null : user.ClientId,
            State = StateOf(user),
            CreatedAt = Moments.Text(user.CreatedAt),
        };

    private static string StateOf(UserRow user) =>
        user.DisabledAt is not null ? "disabled"
        : user.Password is null ? "invited"
        : "active";
}
