using Budstikke.Documents.Identifiers;
using Budstikke.Orders;

namespace Budstikke.Distribution;

/// <summary>What the route must know of the buyer.</summary>
/// <param name="HasPersonalNumber">One with right check digits: only that can have an e-invoice address.</param>
internal sealed record RouteBuyer(Customer Customer, bool GavePersonalNumber, bool HasPersonalNumber)
{
    /// <param name="digits">As given; only a private customer's count.</param>
    public static RouteBuyer Of(Customer customer, PersonalDigits? digits) =>
        new(customer, digits is not null, PersonalNumber.Parse(digits?.Reveal()).IsValid);
}

/// <summary>What became of a channel so far.</summary>
internal sealed record PastDispatch(Channel Channel, DispatchState State, string Reason);

internal enum DispatchState
{
    /// <summary>On its way; not settled.</summary>
    Planned,

    /// <summary>The other side has taken it.</summary>
    Accepted,

    Refused,

    /// <summary>Taken first, then returned.</summary>
    FailedLate,

    /// <summary>Never tried.</summary>
    Passed,

    /// <summary>Given up, since the client wanted the invoice sent again.</summary>
    Superseded,

    /// <summary>A try may have arrived, and the repeat was refused: a person decides whether the route goes on.</summary>
    InDoubt,
}

/// <summary>What the route says.</summary>
/// <param name="Passed">The channels that it went past just now, with the reason.</param>
internal abstract record RouteStep(IReadOnlyList<PastDispatch> Passed);

internal sealed record SendBy(Channel Channel, string Recipient, IReadOnlyList<PastDispatch> Passed)
    : RouteStep(Passed);

/// <summary>A dispatch is on its way, has arrived, or lies with a person who finds out: nothing to do.</summary>
internal sealed record NothingToDo() : RouteStep([]);

/// <summary>No channel is left.</summary>
internal sealed record Exhausted(IReadOnlyList<PastDispatch> Passed) : RouteStep(Passed);

/// <summary>The pure decision about the next channel: EHF for an organisation, e-invoice for a person, then e-mail, then post, then a person of ours.</summary>
internal static class Route
{
    private static readonly Channel[] s_corporate = [Channel.Ehf, Channel.Email, Channel.Post];
    private static readonly Channel[] s_private = [Channel.EInvoice, Channel.Email, Channel.Post];

    /// <param name="absent">Channels that this client does not have, with the reason.</param>
    /// <param name="past">What was tried or passed by before.</param>
    public static RouteStep Next(
        RouteBuyer buyer,
        IReadOnlyDictionary<Channel, string> absent,
        IReadOnlyList<PastDispatch> past
    )
    {
        var passed = new List<PastDispatch>();
        foreach (var channel in buyer.Customer.Type == CustomerType.Corporate ? s_corporate : s_private)
        {
            if (past.FirstOrDefault(dispatch => dispatch.Channel == channel) is { } earlier)
            {
                if (earlier.State is DispatchState.Planned or DispatchState.Accepted or DispatchState.InDoubt)
                    return new NothingToDo();
                continue;
            }
            var (recipient, reason) = Reach(channel, buyer);
            if (recipient is not null && absent.TryGetValue(channel, out var whyAbsent))
                (recipient, reason) = (null, whyAbsent);
            if (recipient is not null)
                return new SendBy(channel, recipient, passed);
            passed.Add(new(channel, DispatchState.Passed, reason!));
        }
        return new Exhausted(passed);
    }

    /// <summary>Every step there could be, in order: as if each channel failed in its turn.</summary>
    public static IReadOnlyList<RouteStep> Ahead(RouteBuyer buyer, IReadOnlyDictionary<Channel, string> absent)
    {
        var steps = new List<RouteStep>();
        var past = new List<PastDispatch>();
        do
        {
            steps.Add(Next(buyer, absent, past));
            past.AddRange(steps[^1].Passed);
            if (steps[^1] is SendBy send)
                past.Add(new(send.Channel, DispatchState.Refused, ""));
        } while (steps[^1] is SendBy);
        return steps;
    }

    /// <summary>The buyer's address on a channel, or why there is none.</summary>
    private static (string? Recipient, string? Reason) Reach(Channel channel, RouteBuyer buyer) =>
        channel switch
        {
            Channel.Ehf => Ehf(buyer.Customer),
            Channel.EInvoice when buyer.HasPersonalNumber => (buyer.Customer.Name, null),
            Channel.EInvoice when buyer.GavePersonalNumber => (
                null,
                "The personal number has wrong check digits, so it has no e-invoice address."
            ),
            Channel.EInvoice => (null, "No personal number was given, so there is no e-invoice address."),
            Channel.Email => (buyer.Customer.Email, null),
            _ => (Postal(buyer.Customer), null),
        };

    private static (string?, string?) Ehf(Customer customer)
    {
        if (customer.Address.Country != "NO")
            return (
                null,
                $"The customer's address is in {customer.Address.Country}: its number is no Norwegian organisation number."
            );
        var number = OrganizationNumber.Parse(customer.OrganizationNumber);
        return number.Reason is { } reason
            ? (null, $"The organisation number {reason}, so it has no Peppol address.")
            : (EndpointId.Of(number.Value).ToString(), null);
    }

    private static string Postal(Customer customer) =>
        $"{customer.Name}, {customer.Address.Street}, {customer.Address.PostCode} {customer.Address.City}, {customer.Address.Country}";
}
