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

    private static readonly HashSet<string> s_underWay =
    [
        "created",
        "internal_sent",
        "trx_delay",
        "paper_ordered",
        "sent_print",
        "incoming_receive",
        "incoming_bank",
        "archived",
        "signed",
    ];

    private static readonly HashSet<string> s_delivered =
    [
        "delivered",
        "sent_paper",
        "sent_email",
        "trx_ok",
        "send_without_attachments",
    ];

    private static readonly HashSet<string> s_failed =
    [
        "error",
        "route_failed",
        "send_fail",
        "delivery_failed",
        "trx_fail",
        "sent_email_failed",
        "canceled",
        "expired",
    ];

    /// <summary>What its receiver does with it then, and what is told beside.</summary>
    private static readonly HashSet<string> s_told =
    [
        "seen",
        "accepted",
        "confirmed",
        "paid",
        "disputed",
        "declined",
        "reminder",
        "collection",
        "notice",
        "reminder_and_collection",
        "send_without_attachments",
    ];

    private sealed record Action(string Word, string Type, string Message, string At)
    {
        public string Text => MaventaAnswer.Kept($"{At} {Type} {Word} {Message}".TrimEnd());
    }

    /// <param name="invoice">As <c>GET /v1/invoices/{id}</c> answers.</param>
    public static ProviderNews Of(JsonElement invoice)
    {
        var status = TextOf(invoice, "status");
        Action[] actions =
        [
            .. ActionsOf(invoice).OrderBy(action => action.At, StringComparer.Ordinal).TakeLast(MaxNotes),
        ];
        var decisive = actions.LastOrDefault(action => StateOf(action) is not ProviderState.OnItsWay);
        var state = status switch
        {
            "DELIVERED" => ProviderState.Delivered,
            "FAILED" => ProviderState.Failed,
            _ => decisive is null ? ProviderState.OnItsWay : StateOf(decisive),
        };
        var because = actions.LastOrDefault(action => StateOf(action) == state) ?? decisive;
        return new(
            state,
            MaventaAnswer.Kept($"Maventa: status {status}{(because is null ? "" : $"; {because.Text}")}"),
            [
                .. NoteOf(status),
                .. actions
                    .Where(action => s_told.Contains(action.Word) || !IsKnown(action))
                    .Select(action => $"Maventa: {action.Text}"),
            ]
        );
    }

    private static IEnumerable<string> NoteOf(string status) =>
        status is "PENDING" or "DELIVERED" or "FAILED" or "SENT" or ""
            ? []
            : [$"Maventa: the status {MaventaAnswer.Kept(status)}, which is not in its published list"];

    private static ProviderState StateOf(Action action) =>
        s_failed.Contains(action.Word) || (action is { Word: "", Type: "ERROR" }) ? ProviderState.Failed
        : s_delivered.Contains(action.Word) || (action is { Word: "", Type: "DELIVERED" }) ? ProviderState.Delivered
        : ProviderState.OnItsWay;

    private static bool IsKnown(Action action) =>
        action.Word.Length == 0
        || s_underWay.Contains(action.Word)
        || s_delivered.Contains(action.Word)
        || s_failed.Contains(action.Word)
        || s_told.Contains(action.Word);

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
