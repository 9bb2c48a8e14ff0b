using System.Text.Json;
using System.Text.Json.Serialization;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Commands;

/// <summary>How far an order came.</summary>
internal enum SendOutcome
{
    /// <summary>The customer's side has taken the invoice.</summary>
    Delivered,

    /// <summary>Stored; it is invoiced when its period closes.</summary>
    Held,

    /// <summary>Not stored.</summary>
    Refused,

    /// <summary>Stored or not: nobody knows.</summary>
    Unanswered,

    /// <summary>No channel is left, or no invoice could be made: a person must look at it.</summary>
    NeedsPerson,

    Cancelled,

    /// <summary>On its way when we stopped looking.</summary>
    OnItsWay,
}

/// <summary>What <c>send</c> came to.</summary>
internal sealed record SendResult
{
    private const int Created = 201;

    public required SendOutcome Outcome { get; init; }

    /// <summary>The order's id; null unless it was stored.</summary>
    public string? Order { get; init; }

    /// <summary>Of the answer; null where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The service's own texts.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public string? Number { get; init; }

    public string? DeliveredBy { get; init; }

    /// <summary>Nothing has gone to anybody: a test client's channels only seem to send. Null until a channel has taken
    /// it.</summary>
    public bool? IsSimulated { get; init; }

    /// <summary>To repeat an order that was not answered.</summary>
    public string? Key { get; init; }

    [JsonIgnore]
    public bool IsSettled => Outcome != SendOutcome.OnItsWay;

    [JsonIgnore]
    public int ExitCode =>
        Outcome switch
        {
            SendOutcome.Delivered or SendOutcome.Held => 0,
            SendOutcome.Refused => 1,
            SendOutcome.Unanswered => 3,
            _ => 4,
        };

    public static SendResult OfAnswer(int status, string body)
    {
        var answer = Read(body);
        return status == Created && answer.TryGetProperty("data", out var data)
            ? new()
            {
                Outcome = SendOutcome.OnItsWay,
                Status = status,
                Order = data.GetProperty("uuid").GetString(),
            }
            : new()
            {
                Outcome = SendOutcome.Refused,
                Status = status,
                Errors = ErrorsOf(answer, status),
            };
    }

    public static SendResult Unanswered(string why, string key) =>
        new()
        {
            Outcome = SendOutcome.Unanswered,
            Errors = [why],
            Key = key,
        };

    public SendResult With(Fact? fact) =>
        fact switch
        {
            OrderAccepted accepted => this with
            {
                Warnings = accepted.Warnings,
                Outcome = accepted.IsAtOnce ? Outcome : SendOutcome.Held,
            },
            InvoiceIssued issued => this with { Number = issued.Number },
            DispatchAccepted accepted => this with
            {
                Outcome = SendOutcome.Delivered,
                DeliveredBy = accepted.Channel,
                IsSimulated = accepted.IsSimulated,
            },
            DistributionExhausted or DispatchInDoubt or InvoiceRejected => this with
            {
                Outcome = SendOutcome.NeedsPerson,
            },
            OrderCancelled => this with { Outcome = SendOutcome.Cancelled },
            _ => this,
        };

    public override string ToString() =>
        Outcome switch
        {
            SendOutcome.Delivered => $"{Order}: invoice {Number} {Reached}{Warned}",
            SendOutcome.Held => $"{Order} is stored, and waits for its invoice run.{Warned}",
            SendOutcome.Refused => string.Join(
                Environment.NewLine,
                [$"Refused with HTTP {Status}:", .. Errors.Select(Visible.Line)]
            ),
            SendOutcome.Unanswered => $"No answer: {Errors[0]} To send it again without risk, add --key {Key}",
            SendOutcome.NeedsPerson => $"{Order} is stored, but needs a person: see `cases`.",
            SendOutcome.Cancelled => $"{Order} was cancelled meanwhile.",
            _ => $"{Order} is stored and still on its way. Its timeline says how far it is.",
        };

    private string Reached =>
        IsSimulated is true
            ? $"went out by {DeliveredBy}, simulated: nobody has got it. `outbox` shows what would have been sent."
            : $"reached the customer by {DeliveredBy}.";

    private string Warned =>
        string.Concat(Warnings.Select(warning => $"{Environment.NewLine}Warning: {Visible.Line(warning)}"));

    private static JsonElement Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(new { });
        }
    }

    /// <summary>The texts of a 417; of anything else the message.</summary>
    private static IReadOnlyList<string> ErrorsOf(JsonElement answer, int status)
    {
        if (answer.ValueKind is not JsonValueKind.Object)
            return [$"HTTP {status} from something else than Budstikke."];
        if (answer.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Array)
            return Texts(errors);
        return answer.TryGetProperty("message", out var message)
            ? [message.ToString()]
            : [$"HTTP {status} from something else than Budstikke."];
    }

    private static IReadOnlyList<string> Texts(JsonElement texts) =>
        [.. texts.EnumerateArray().Select(text => text.ToString())];
}
