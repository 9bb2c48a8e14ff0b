using Budstikke.Callbacks;
using Budstikke.CustomerService;
using Budstikke.Jobs;

namespace Budstikke;

/// <summary>
/// Callbacks and customer service do not know each other; a client that cannot be told is a person's work. A case is of
/// a URL, or of a whole server, and never of each order that has a change to tell.
/// </summary>
internal static class CallbackCases
{
    public static void Add(FactRegister facts)
    {
        facts.On<CallbackGivenUp>(fact => fact.WithEndpoint is true ? null : OpenCase.JobFor(CaseOf(fact)));
        facts.On<CallbackEndpointAsleep>(fact => OpenCase.JobFor(CaseOf(fact)));
        facts.On<CallbackEndpointAwake>(fact => Close(fact, "It takes callbacks again, and all that waited goes out."));
        facts.On<CallbackEndpointGivenUp>(fact => Close(fact, "Its sleep is over: what waited was given up."));
        facts.On<CallbackEndpointGivenUp>(fact => OpenCase.JobFor(CaseOf(fact)));
    }

    private static NewCase CaseOf(CallbackGivenUp fact) =>
        new()
        {
            ClientId = fact.ClientId,
            Timelines = fact.Timelines,
            Subject = fact.Url is { Length: > 0 } url ? SubjectOf(fact, url) : $"{fact.OrderId} {fact.Status}",
            Kind = NewCase.CallbackGivenUp,
            Reasons =
            [
                $"The callback of {fact.Status} was given up: {fact.Evidence}",
                "What else is given up at this URL while the case is open adds no other. When the URL is mended, "
                    + "`callback replay` tells what the client has missed.",
            ],
        };

    private static NewCase CaseOf(CallbackEndpointAsleep fact) =>
        new()
        {
            ClientId = fact.ClientId,
            Timelines = fact.Timelines,
            Subject = SubjectOf(fact, fact.About!),
            Kind = NewCase.CallbackEndpointAsleep,
            Reasons =
            [
                $"{fact.About} has taken no callback since {Moments.Text(fact.FailingSince)}.",
                "It is asked once an hour. When it answers with a 2xx, everything goes out in order and this case "
                    + "closes by itself.",
                $"Otherwise what waits is given up at {Moments.Text(fact.Until)}.",
            ],
        };

    private static NewCase CaseOf(CallbackEndpointGivenUp fact) =>
        new()
        {
            ClientId = fact.ClientId,
            Timelines = fact.Timelines,
            Subject = SubjectOf(fact, fact.About!),
            Kind = NewCase.CallbackEndpointGivenUp,
            Reasons =
            [
                $"{fact.About} has taken no callback since {Moments.Text(fact.FailingSince)}: {fact.Waiting} that "
                    + "waited are given up.",
                $"When it is mended, `callback replay --endpoint {fact.About} --client {fact.ClientId}` tells them.",
            ],
        };

    private static NewJob Close(Fact fact, string note) =>
        CloseCase.JobFor(
            fact,
            new(NewCase.CallbackEndpointAsleep, fact.Timelines, SubjectOf(fact, fact.About!), note, fact.CausedBy)
        );

    /// <summary>Two clients may have the same server.</summary>
    private static string SubjectOf(Fact fact, string where) => $"{fact.ClientId} {where}";
}
