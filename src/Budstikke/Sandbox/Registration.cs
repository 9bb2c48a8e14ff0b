using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Sandbox;

internal static class Registration
{
    /// <summary>How long a simulated bounce takes.</summary>
    private static readonly TimeSpan s_bounceDelay = TimeSpan.FromSeconds(10);

    /// <summary>Simulated channels for test clients, and with <c>Sandbox__Enabled</c> for every channel that is not set up.</summary>
    public static IServiceCollection AddSandbox(
        this IServiceCollection services,
        IConfiguration settings,
        Func<Channel, DispatchedInvoice, string?> reasonAgainst
    )
    {
        var servesLiveClients = Settings.Switch(settings, "Sandbox:Enabled", false);
        return services
            .AddSingleton<SandboxOutbox>()
            .AddSingleton(provider => new SimulatedChannels(
                [.. Enum.GetValues<Channel>().Select(channel => Simulate(channel, provider, reasonAgainst))],
                servesLiveClients
            ))
            .AddFacts(facts => facts.On<DispatchAccepted>(BounceOf));
    }

    private static SimulatedChannel Simulate(
        Channel channel,
        IServiceProvider provider,
        Func<Channel, DispatchedInvoice, string?> reasonAgainst
    ) =>
        new(
            channel,
            provider.GetRequiredService<SandboxOutbox>(),
            invoice => reasonAgainst(channel, invoice),
            provider.GetRequiredService<TimeProvider>()
        );

    private static NewJob? BounceOf(DispatchAccepted fact) =>
        fact.IsSimulated && MagicValues.BouncesLater(fact.Channel, fact.Recipient) is { } evidence
            ? ReportLateFailure.JobFor(fact.ClientId, fact.Key, evidence, s_bounceDelay)
            : null;
}
