using System.Net;
using System.Text.Json;
using Budstikke.Jobs;

namespace Budstikke.Providers.Maventa;

/// <summary>The pure reading of answers.</summary>
internal static class MaventaOutcomes
{
    private const HttpStatusCode Locked = (HttpStatusCode)423;
    private const string Away = "Maventa is away";

    public static Outcome OfSending(MaventaAnswer answer) =>
        answer.Status switch
        {
            null => new Deferred(answer.Evidence, MayHaveArrived: answer.WasSent) { Away = Away },
            _ when answer.IsSuccess => answer.Text("status") == "FAILED"
                ? new Refused(answer.Evidence)
                : new Accepted(answer.Evidence),
            HttpStatusCode.Conflict => new Deferred(answer.Evidence, MayHaveArrived: true),
            HttpStatusCode.BadRequest
            or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.UnprocessableEntity => new Refused(answer.Evidence),
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => new Deferred(answer.Evidence)
            {
                Away = Away,
            },
            // It has read the document and may have kept it.
            { } status when (int)status >= 500 => new Deferred(answer.Evidence, MayHaveArrived: true) { Away = Away },
            // Not let in, an address that is none, a redirect: that is ours to put right, and no word about the buyer.
            _ => new Deferred($"{answer.Evidence}\n{ToPutRight(answer.Status)}"),
        };

    /// <summary>Null where the person can be sent an e-invoice.</summary>
    public static Outcome? OfLookUp(MaventaAnswer answer)
    {
        if (!answer.IsSuccess)
            return new Deferred($"The look-up of the person failed. {answer.Evidence}");
        var status = StatusOf(answer);
        return status switch
        {
            "RECEIVING" => null,
            "NOT_RECEIVING" => new NotReachable(
                "Maventa: no bank takes e-invoices for this person (NOT_RECEIVING).",
                "No bank takes e-invoices for this person."
            ),
            _ => new Deferred(
                $"Maventa: whether a bank takes e-invoices for this person is not known ({Shown(status)})."
            ),
        };
    }

    private static string Shown(string? status) => status is null ? "no status" : MaventaAnswer.Kept(status);

    private static string? StatusOf(MaventaAnswer answer) =>
        answer.Json is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty("routes", out var routes)
        && routes.ValueKind == JsonValueKind.Object
        && routes.TryGetProperty("yes2all", out var bank)
        && bank.ValueKind == JsonValueKind.Object
        && bank.TryGetProperty("status", out var status)
        && status.ValueKind == JsonValueKind.String
            ? status.GetString()
            : null;

    private static string ToPutRight(HttpStatusCode? status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or Locked
            ? "Maventa does not let the client in: look at its company and key (client set), and at Maventa__VendorKey."
            : "Look at Maventa__Url, and whether the interface has changed.";
}
