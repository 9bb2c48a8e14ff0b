using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>A stored personal number, still encrypted.</summary>
internal sealed record AuditedPersonalNumber(string ClientId, string CustomerId, string NumberHash, string Ciphertext);

/// <summary>What is encrypted can be read with the key of this installation, and is found by its hash.</summary>
internal static class PersonalNumberChecks
{
    private static readonly Paged<AuditedPersonalNumber> s_numbers = new(
        """
        SELECT client_id AS ClientId, customer_id AS CustomerId, number_hash AS NumberHash, ciphertext AS Ciphertext
        FROM personal_numbers WHERE customer_id > @after ORDER BY customer_id LIMIT @rows
        """,
        row => row.CustomerId
    );

    public static Task Run(Audit audit, Secrets secrets)
    {
        var numbers = audit.Begin("personal numbers");
        return audit.Judge(s_numbers, number => numbers.Look(number.CustomerId, Judge(number, secrets)), numbers);
    }

    /// <summary>No sentence holds a digit of the number.</summary>
    public static IEnumerable<string> Judge(AuditedPersonalNumber number, Secrets secrets)
    {
        if (secrets.TryDecrypt(number.Ciphertext) is not { } text)
            return ["The customer's personal number cannot be decrypted with this key."];
        var digits = new PersonalDigits(text);
        return
            digits.HashFor(number.ClientId, secrets) == number.NumberHash
            || digits.EarlierHash(secrets) == number.NumberHash
            ? []
            : ["The customer's personal number does not have the hash that it is found by."];
    }
}
