using System.CommandLine;
using Budstikke.Clients;

namespace Budstikke.Commands;

/// <summary>What a client is told of its orders, and how, as options.</summary>
internal sealed class CallbackOptions
{
    private readonly Option<CallbackMethod?> _method = new(ClientWords.OptionOf(ClientField.Callback))
    {
        Description = "How orders' callbacks come: get, the default, or post with a JSON body.",
    };
    private readonly Option<string?> _events = new(ClientWords.OptionOf(ClientField.CallbackEvents))
    {
        Description =
            "What is told beside the states of orders, with commas between; of a POST alone: "
            + $"{CallbackWishes.EventWords}.",
    };

    public IReadOnlyList<Option> All => [_method, _events];

    /// <param name="kept">What holds where an option is not given. A client that goes back to GET has no wish but the
    /// states.</param>
    public CallbackWishes Read(ParseResult parsed, CallbackWishes kept)
    {
        var method = parsed.GetValue(_method) ?? kept.Method;
        return new()
        {
            Method = method,
            Events =
                parsed.GetValue(_events) is { } words ? CallbackWishes.Parse(words)
                : method == CallbackMethod.Get ? []
                : kept.Events,
        };
    }
}
