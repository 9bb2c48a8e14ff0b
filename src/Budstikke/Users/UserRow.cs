using System.Text.Json.Serialization;
using Budstikke.Storage;

namespace Budstikke.Users;

/// <summary>What somebody may do.</summary>
internal enum Role
{
    /// <summary>Answers a client's customers: finds, sends again, cancels, closes cases.</summary>
    [JsonStringEnumMemberName("support")]
    Support,

    /// <summary>Looks after a client's books: sees all of it, and changes nothing of an order.</summary>
    [JsonStringEnumMemberName("accountant")]
    Accountant,

    /// <summary>Decides for a client: whatever support may, and credits.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,

    /// <summary>Runs the installation, sees all clients, and acts for one after giving a reason.</summary>
    [JsonStringEnumMemberName("operator")]
    Operator,
}

/// <summary>Somebody who may open the console, as he stands in the store.</summary>
/// <param name="ClientId">Empty for an operator.</param>
/// <param name="Name">What he signs in with: an e-mail address, or any name without blanks; lower case.</param>
/// <param name="Password">Null until the invitation is used.</param>
/// <param name="Totp">Encrypted; null until he has set it up.</param>
/// <param name="TotpStep">Of the last code that was taken: each is taken once.</param>
internal sealed record UserRow(
    string UserId,
    string ClientId,
    string Name,
    string Role,
    string? Password,
    string? Totp,
    long TotpStep,
    long CreatedAt,
    long? DisabledAt
)
{
    private const string Select =
        "SELECT user_id AS UserId, client_id AS ClientId, name AS Name, role AS Role, password AS Password, "
        + "totp AS Totp, totp_step AS TotpStep, created_at AS CreatedAt, disabled_at AS DisabledAt FROM users";

    public static Task<UserRow?> Of(Session session, string userId) =>
        session.QueryOne<UserRow>($"{Select} WHERE user_id = @userId", new { userId });

    public static Task<UserRow?> Named(Session session, string name) =>
        session.QueryOne<UserRow>($"{Select} WHERE name = @name", new { name });

    /// <param name="clientId">Null: all there are.</param>
    public static Task<IReadOnlyList<UserRow>> All(Session session, string? clientId, long max) =>
        session.Query<UserRow>(
            $"{Select} WHERE 1 = 1 {(clientId is null ? "" : "AND client_id = @clientId")} ORDER BY name LIMIT @max",
            new { clientId, max }
        );
}
