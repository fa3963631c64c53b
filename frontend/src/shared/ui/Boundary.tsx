import { Component, type ReactNode } from 'react';
import { ProblemAlert } from './ProblemAlert';

interface BoundaryProps {
  children: ReactNode;
}

interface BoundaryState {
  error: unknown;
}

/** What fails inside is told inside: the page around it stays as it is. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <ProblemAlert error={error} onRetry={() => this.setState({ error: null })} />;
  }
}
