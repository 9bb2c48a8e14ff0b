using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

internal delegate ref Slot SlotOf(Context context);

/// <summary>
/// Variables: those of a document are evaluated once and when they are first asked for, errors included.
/// </summary>
internal static partial class Compiler
{
    /// <summary>A variable of the whole document, evaluated with the document as context.</summary>
    public static Code OfGlobal(Expression expression, Shared shared)
    {
        var scope = new Scope(shared, hasContext: true);
        var code = Compile(expression, scope);
        if (code.Constant is not null)
            return code;
        var slot = shared.GlobalCount++;
        ref Slot Known(Context context)
        {
            if (context.Globals[slot].State != SlotState.Known)
            {
                var frame = context.Frame;
                context.Frame = scope.FrameSize == 0 ? [] : new Slot[scope.FrameSize];
                Evaluate(context, ref context.Globals[slot], code, 0);
                context.Frame = frame;
            }
            return ref context.Globals[slot];
        }
        return OfSlot(code.Kind, code.IsSingle, Known);
    }

    /// <summary>A variable of a rule or function, declared in its scope.</summary>
    public static void DeclareLocal(string name, Code code, Scope scope)
    {
        if (code.Constant is not null)
        {
            scope.Declare(name, code);
            return;
        }
        var slot = scope.NewSlot();
        ref Slot Known(Context context)
        {
            if (context.Frame[slot].State != SlotState.Known)
                Evaluate(context, ref context.Frame[slot], code, context.RuleNode);
            return ref context.Frame[slot];
        }
        scope.Declare(name, OfSlot(code.Kind, code.IsSingle, Known));
    }

    /// <summary>A variable that is set before it is read: a parameter, or that of a loop.</summary>
    public static Code OfSlot(ItemKind kind, int slot)
    {
        ref Slot Known(Context context) => ref context.Frame[slot];
        return OfSlot(kind, isSingle: true, Known);
    }

    /// <summary>A function's parameter; without a type it may be anything.</summary>
    public static void DeclareParameter(Parameter parameter, Scope scope)
    {
        var slot = scope.NewSlot();
        ref Slot Known(Context context) => ref context.Frame[slot];
        var code = parameter.Type is { } type
            ? OfSlot(type.Kind, isSingle: true, Known)
            : OfSlot(ItemKind.Any, false, Known);
        scope.Declare(parameter.Name, code);
    }

    public static Code OfType(Code code, SequenceType type) =>
        Code.OfOne(type.Kind, context => type.Convert(code.Atom(context)));

    public static void Set(ref Slot slot, ItemList items)
    {
        slot.One = items.Count == 1 ? items[0] : Item.None;
        slot.Many = items.Count > 1 ? items.Span.ToArray() : null;
        slot.State = SlotState.Known;
    }

    private static void Evaluate(Context context, ref Slot slot, Code code, int node)
    {
        if (slot.State == SlotState.Failed)
            throw slot.Error!;
        if (slot.State == SlotState.Evaluating)
            throw new EvaluationException("XTDE0640", "a variable asks for itself");
        slot.State = SlotState.Evaluating;
        var focus = context.Save();
        context.At(node);
        var items = context.RentItems();
        try
        {
            code.Items(context, items);
            Set(ref slot, items);
        }
        catch (EvaluationException e)
        {
            (slot.State, slot.Error) = (SlotState.Failed, e);
            throw;
        }
        finally
        {
            context.Restore(focus);
        }
        context.Return(items);
    }

    private static Code OfSlot(ItemKind kind, bool isSingle, SlotOf slotOf)
    {
        if (kind == ItemKind.Node)
            return Code.OfNodes(
                isSingle,
                (context, into) =>
                {
                    ref var slot = ref slotOf(context);
                    if (slot.Many is null)
                    {
                        if (!slot.One.IsNone)
                            into.Add(slot.One.AsNode);
                        return;
                    }
                    foreach (var item in slot.Many)
                        into.Add(item.AsNode);
                }
            );
        if (isSingle && kind != ItemKind.Any)
            return kind == ItemKind.Boolean
                ? Code.OfTruth(context => slotOf(context).One.AsBoolean)
                : Code.OfOne(kind, context => slotOf(context).One);
        return Code.OfMany(
            kind,
            (context, into) =>
            {
                ref var slot = ref slotOf(context);
                if (slot.Many is null)
                {
                    if (!slot.One.IsNone)
                        into.Add(slot.One);
                    return;
                }
                foreach (var item in slot.Many)
                    into.Add(item);
            }
        );
    }
}
