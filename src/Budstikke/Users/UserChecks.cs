using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Users;

/// <summary>A user's app as it is stored.</summary>
internal sealed record AuditedUser(string UserId, string? Password, string? Totp);

/// <summary>Whoever has set up his sign-in can use it with the key of this installation.</summary>
internal static class UserChecks
{
    private static readonly Paged<AuditedUser> s_users = new(
        "SELECT user_id AS UserId, password AS Password, totp AS Totp FROM users WHERE user_id > @after "
            + "ORDER BY user_id LIMIT @rows",
        user => user.UserId
    );

    public static Task Run(Audit audit, Secrets secrets)
    {
        var users = audit.Begin("users");
        return audit.Judge(s_users, user => users.Look(user.UserId, Judge(user, secrets)), users);
    }

    private static IEnumerable<string> Judge(AuditedUser user, Secrets secrets)
    {
        if (user.Password is null != user.Totp is null)
            yield return "Of password and app one is set up and the other is not.";
        if (user.Totp is { } totp && secrets.TryDecrypt(totp) is null)
            yield return "The secret of the authenticator app cannot be decrypted with this key.";
    }
}
