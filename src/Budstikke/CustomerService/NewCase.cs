using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>Something that a person must look at; any room's fact can be turned into one.</summary>
internal sealed record NewCase
{
    public const string DistributionExhausted = "distribution-exhausted";
    public const string InvoiceRejected = "invoice-rejected";
    public const string CreditNoteRejected = "credit-note-rejected";
    public const string CallbackGivenUp = "callback-given-up";
    public const string CallbackEndpointAsleep = "callback-endpoint-asleep";
    public const string CallbackEndpointGivenUp = "callback-endpoint-given-up";
    public const string JobFailing = "job-failing";
    public const string ArrivalUnknown = "arrival-unknown";
    public const string RejectedByBuyer = "rejected-by-buyer";
    public const string ReturnedNearDue = "returned-near-due";

    public const string MailHeld = "mail-held";
    public const string MailStopped = "mail-stopped";

    /// <summary>Instead of a client's id, where it is nobody's but of whoever runs the service.</summary>
    public const string Operator = "operator";

    public const int MaxReasonCharacters = 8000;

    public required string ClientId { get; init; }

    /// <summary>At least one id: of its orders, or of what else it is about (a run). Stored under the name that it had
    /// when all were orders.</summary>
    [JsonPropertyName("orderIds")]
    public required IReadOnlyList<string> Timelines { get; init; }

    /// <summary>
    /// What it is about: an invoice's, an order's, a dispatch's or a job's id, with a number where there is more than
    /// one such matter of it.
    /// </summary>
    public required string Subject { get; init; }

    /// <summary>The invoice or credit note that it is about; null where it is about an order.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>What happened, in the past tense and with hyphens: <see cref="DistributionExhausted"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>A sentence each.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Of the first: the same of the same subject has the same id, so that a repeat opens no second case while
    /// it is open.</summary>
    [JsonIgnore]
    public string CaseId => IdOf(Kind, Subject);

    /// <param name="kind">See <see cref="Kind"/>.</param>
    /// <param name="subject">See <see cref="Subject"/>.</param>
    /// <param name="number">1 for the first, 2 where it came again after the first was closed, and so on.</param>
    public static string IdOf(string kind, string subject, long number = 1)
    {
        var name = number == 1 ? $"{kind} {subject}" : $"{kind} {subject} #{number}";
        return $"CASE{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}";
    }

    /// <summary>A line for each reason. The other side's words may hold anything: a personal number is
    /// masked.</summary>
    [JsonIgnore]
    public string Reason => Cut.To(MaskedText.Of(string.Join('\n', Reasons.Select(Unbroken))), MaxReasonCharacters);

    /// <summary>A server's answer may have several lines, which belong together.</summary>
    private static string Unbroken(string reason) =>
        string.Join(' ', reason.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
