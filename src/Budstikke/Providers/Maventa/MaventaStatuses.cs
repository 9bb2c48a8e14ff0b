using System.Text.Json;
using Budstikke.Jobs;

namespace Budstikke.Providers.Maventa;

/// <summary>The pure reading of an invoice's status and actions, by the published list of them.</summary>
internal static class MaventaStatuses
{
    private const string Prefix = "action_";

    /// <summary>Longer words are no keys of the list.</summary>
    private const int MaxWord = 60;
    private const int MaxNotes = 50;

    private static readonly Meaning s_underWay = new(ProviderState.OnItsWay);
    private static readonly Meaning s_delivered = new(ProviderState.Delivered);
    private static readonly Meaning s_failed = new(ProviderState.Failed);

    /// <summary>What is told beside the state, and any word that is not in the list.</summary>
    private static readonly Meaning s_noted = Said(ReceiverAnswer.Noted);

    private static readonly Dictionary<string, Meaning> s_words = new(StringComparer.Ordinal)
    {
        [""] = s_underWay,
        ["created"] = s_underWay,
        ["internal_sent"] = s_underWay,
        ["trx_delay"] = s_underWay,
        ["paper_ordered"] = s_underWay,
        ["sent_print"] = s_underWay,
        ["incoming_receive"] = s_underWay,
        ["incoming_bank"] = s_underWay,
        ["archived"] = s_underWay,
        ["signed"] = s_underWay,
        ["delivered"] = s_delivered,
        ["sent_paper"] = s_delivered,
        ["sent_email"] = s_delivered,
        ["trx_ok"] = s_delivered,
        ["send_without_attachments"] = s_delivered with { Answer = ReceiverAnswer.Noted },
        ["error"] = s_failed,
        ["route_failed"] = s_failed,
        ["send_fail"] = s_failed,
        ["delivery_failed"] = s_failed,
        ["trx_fail"] = s_failed,
        ["sent_email_failed"] = s_failed,
        ["canceled"] = s_failed,
        ["expired"] = s_failed,
        ["seen"] = Said(ReceiverAnswer.InProcess),
        ["accepted"] = Said(ReceiverAnswer.InProcess),
        ["confirmed"] = Said(ReceiverAnswer.InProcess),
        ["disputed"] = Said(ReceiverAnswer.UnderQuery),
        ["declined"] = Said(ReceiverAnswer.Rejected),
        ["paid"] = Said(ReceiverAnswer.Paid),
        ["reminder"] = s_noted,
        ["collection"] = s_noted,
        ["notice"] = s_noted,
        ["reminder_and_collection"] = s_noted,
    };

    /// <param name="Answer">Null where it is no more than the state.</param>
    private sealed record Meaning(ProviderState State, ReceiverAnswer? Answer = null);

    private static Meaning Said(ReceiverAnswer answer) => new(ProviderState.OnItsWay, answer);

    private sealed record Action(string Word, string Type, string Message, string At)
    {
        public string Text => MaventaAnswer.Kept($"{At} {Type} {Word} {Message}".TrimEnd());

        public Meaning Means =>
            (Word, Type) switch
            {
                ("", "ERROR") => s_failed,
                ("", "DELIVERED") => s_delivered,
                _ => s_words.GetValueOrDefault(Word, s_noted),
            };
    }

    /// <param name="invoice">As <c>GET /v1/invoices/{id}</c> answers.</param>
    public static ProviderNews Of(JsonElement invoice)
    {
        var status = TextOf(invoice, "status");
        Action[] actions =
        [
            .. ActionsOf(invoice).OrderBy(action => action.At, StringComparer.Ordinal).TakeLast(MaxNotes),
        ];
        var decisive = actions.LastOrDefault(action => action.Means.State is not ProviderState.OnItsWay);
        var state = status switch
        {
            "DELIVERED" => ProviderState.Delivered,
            "FAILED" => ProviderState.Failed,
            _ => decisive?.Means.State ?? ProviderState.OnItsWay,
        };
        var because = actions.LastOrDefault(action => action.Means.State == state) ?? decisive;
        return new(
            state,
            MaventaAnswer.Kept($"Maventa: status {status}{(because is null ? "" : $"; {because.Text}")}"),
            [
                .. NoteOf(status),
                .. actions.SelectMany(action =>
                    action.Means.Answer is { } answer
                        ? new[] { new ProviderNote(answer, $"Maventa: {action.Text}") }
                        : []
                ),
            ]
        );
    }

    private static IEnumerable<ProviderNote> NoteOf(string status) =>
        status is "PENDING" or "DELIVERED" or "FAILED" or "SENT" or ""
            ? []
            :
            [
                new(
                    ReceiverAnswer.Noted,
                    $"Maventa: the status {MaventaAnswer.Kept(status)}, which is not in its published list"
                ),
            ];

    private static IEnumerable<Action> ActionsOf(JsonElement invoice) =>
        invoice.ValueKind == JsonValueKind.Object
        && invoice.TryGetProperty("actions", out var actions)
        && actions.ValueKind == JsonValueKind.Array
            ? actions
                .EnumerateArray()
                .Select(action => new Action(
                    WordOf(TextOf(action, "key")),
                    TextOf(action, "type"),
                    TextOf(action, "message"),
                    TextOf(action, "happened_at")
                ))
            : [];

    private static string WordOf(string key) => Cut.To(key.Replace(Prefix, "", StringComparison.Ordinal), MaxWord);

    private static string TextOf(JsonElement of, string member) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
