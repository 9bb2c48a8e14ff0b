using Budstikke.Clients;
using Budstikke.Providers;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>The choice of the provider that a channel goes by.</summary>
/// <param name="Setting">Its name, for whoever reads what is wrong.</param>
/// <param name="OtherWays">What else the setting may say, which is set up elsewhere.</param>
/// <param name="ReceiverOf">See <see cref="ProviderChannel"/>.</param>
internal sealed record ViaProvider(
    string Setting,
    IReadOnlyList<string> OtherWays,
    Func<Dispatch, Task<(ProviderReceiver? To, string? WhyNot)>> ReceiverOf
)
{
    /// <summary>Registers the channel where the setting names a provider. Returns what is wrong, each as a
    /// sentence.</summary>
    /// <param name="via">What the setting says.</param>
    public IReadOnlyList<string> SetUp(
        Channel channel,
        string? via,
        IServiceCollection services,
        IConfiguration settings
    )
    {
        if (via is not { Length: > 0 } || OtherWays.Contains(via))
            return [];
        var ways = string.Join(" or ", OtherWays.Concat(ProviderList.All.Select(one => one.Name)));
        if (ProviderList.All.FirstOrDefault(one => one.Name == via) is not { } provider)
            return [$"{Setting} must be {ways}: {via}"];
        if (provider.WhyNotSetUp(settings) is { } why)
            return [$"{Setting} is {via}, but {why}."];
        services.AddSingleton<IChannel>(given => new ProviderChannel(
            channel,
            given.GetServices<Provider>().Single(one => one.Name == via),
            ReceiverOf,
            given.GetRequiredService<ClientStore>(),
            given.GetRequiredService<Secrets>(),
            given.GetRequiredService<NameIds>()
        ));
        return [];
    }
}
