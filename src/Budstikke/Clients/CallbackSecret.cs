using System.Security.Cryptography;
using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>What the checksum of a client's callbacks ends with; the client has the same.</summary>
internal static class CallbackSecret
{
    private const int SecretBytes = 24;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>A new one, used by every callback that is sent from now on; null when there is no such
    /// client.</summary>
    public static async Task<string?> Rotate(Database database, Secrets secrets, string clientId)
    {
        var secret = New();
        var rows = await database.Write(session =>
            session.Execute(
                "UPDATE clients SET callback_secret = @secret WHERE client_id = @clientId",
                new { clientId, secret = secrets.Encrypt(secret) }
            )
        );
        return rows == 0 ? null : secret;
    }
}
