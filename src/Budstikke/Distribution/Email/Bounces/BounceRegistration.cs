using Budstikke.Storage;

namespace Budstikke.Distribution.Email.Bounces;

internal static class BounceRegistration
{
    /// <summary>In <c>settings_kept</c>; never changed.</summary>
    private const string KeyName = "bounce-key";

    /// <summary>Takes what comes to a bounce address; which ways in there are, the settings say. Returns what is wrong
    /// with them.</summary>
    public static IReadOnlyList<string> AddBounces(this IServiceCollection services, IConfiguration settings)
    {
        var (bounces, reasons) = BounceSettings.Parse(settings);
        services
            .AddSingleton(bounces)
            .AddSingleton(KeyOf)
            .AddHostedService<MakeBounceKey>()
            .AddSingleton<TakeBounces>()
            .AddSingleton<TakeBounce>(provider => provider.GetRequiredService<TakeBounces>().Take)
            .AddSingleton<MaildirWay>()
            .AddSingleton<SmtpWay>()
            .AddSingleton<ImapWay>()
            .AddHostedService(provider => provider.GetRequiredService<MaildirWay>())
            .AddHostedService(provider => provider.GetRequiredService<SmtpWay>());
        if (bounces.Imap is not null)
            services.AddHostedService(provider => provider.GetRequiredService<ImapWay>());
        return reasons;
    }

    /// <summary>At the start, so that all that is sent from then on has a check.</summary>
    private sealed class MakeBounceKey(ReadBounceKey read) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => read().AsTask();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static ReadBounceKey KeyOf(IServiceProvider services)
    {
        BounceKey? known = null;
        return async () =>
        {
            if (known is null)
            {
                var kept = await KeptKey.Open(
                    services.GetRequiredService<Database>(),
                    services.GetRequiredService<Secrets>(),
                    KeyName,
                    BounceKey.KeyBytes,
                    services.GetRequiredService<TimeProvider>()
                );
                known = new(kept.Bytes, kept.Since);
            }
            return known;
        };
    }
}
